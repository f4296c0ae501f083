package io.tidemark.metering.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A capture file, pcap or pcapng, read from its first frame to its last without a native library. */
public final class CaptureFile implements FrameSource {
    private final Path path;

    private CaptureFile(Path path) {
        this.path = path;
    }

    /** @throws IOException if it cannot be read or is no capture file; the message names the file and says why */
    public static CaptureFile open(Path path) throws IOException {
        return new CaptureFile(path);
    }

    /** 64 bits of the SHA-256 digest of the file as it lies on disk; the whole file is read once for it. Regular files only. */
    public long digest() {
        throw new UnsupportedOperationException();
    }

    /** The observation domain of a replay: the file's base name, {@code #}, the first eight hexadecimal digits of the digest. */
    public String nodeName() {
        return "%s#%08x".formatted(path.getFileName(), digest() >>> 32);
    }

    @Override
    public int poll(FrameHandler handler, int limit) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Point> points() {
        return List.of();
    }

    @Override
    public long takeKernelDrops(int point) {
        return 0;
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void close() {}
}
