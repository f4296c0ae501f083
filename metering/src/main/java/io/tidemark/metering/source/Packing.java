package io.tidemark.metering.source;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;

/** How a capture file is packed, known by its first bytes. One packed file after the other in a stream is one file. */
enum Packing {
    NONE,
    /** RFC 1952. */
    GZIP,
    /** RFC 8878. */
    ZSTD,
    /** LZ4 frame format 1.6. */
    LZ4;

    /** How many bytes tell. */
    static final int MAGIC = 4;

    private static final int BUFFER = 1 << 16;

    /** @param first the first {@link #MAGIC} bytes, little endian; less than that: the rest 0 */
    static Packing of(int first) {
        return switch (first) {
            case 0xFD2FB528 -> ZSTD;
            case 0x184D2204 -> LZ4;
            default -> (first & 0xFFFF) == 0x8B1F ? GZIP : NONE;
        };
    }

    /** What is in it. The stream may throw runtime exceptions, too, where it is broken. */
    InputStream unpack(InputStream packed) throws IOException {
        return switch (this) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, BUFFER);
            case ZSTD -> new ZstdInputStreamNoFinalizer(packed);
            case LZ4 -> new LZ4FrameInputStream(packed);
        };
    }
}
