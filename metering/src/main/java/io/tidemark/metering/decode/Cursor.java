package io.tidemark.metering.decode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where the decoder stands in a frame: the header that comes next begins at offset 0, what is captured ends {@link #left} bytes
 * on. Re-aimed for every frame. A header asks {@link #has} before it reads; numbers are in network byte order.
 */
final class Cursor {
    private static final ValueLayout.OfShort U16 = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

    private MemorySegment memory;
    private long at;
    private long end;
    private long sentEnd; // where it ended on the wire; behind end where the frame was captured in part

    void wrap(MemorySegment memory, long at, int captured, int wire) {
        if (this.memory != memory) { // a reference that is written costs the collector's note of it
            this.memory = memory;
        }
        this.at = at;
        this.end = at + captured;
        this.sentEnd = at + Math.max(captured, wire);
    }

    /** Bytes that are captured from here on. */
    int left() {
        return (int) (end - at);
    }

    /** Bytes that were on the wire from here on, captured or not. */
    long sent() {
        return sentEnd - at;
    }

    boolean has(int bytes) {
        return end - at >= bytes;
    }

    /** Goes past a header that was read; not past the end. */
    void skip(int bytes) {
        at = Math.min(end, at + bytes);
    }

    /** What lies more than this many bytes from here is not part of it: padding, trailers. */
    void limit(long bytes) {
        end = Math.min(end, at + bytes);
        sentEnd = Math.min(sentEnd, at + bytes);
    }

    int u8(int offset) {
        return memory.get(JAVA_BYTE, at + offset) & 0xFF;
    }

    int u16(int offset) {
        return memory.get(U16, at + offset) & 0xFFFF;
    }

    /** Signed; sequence numbers and flag words do not mind. */
    int u32(int offset) {
        return memory.get(U32, at + offset);
    }

    long u64(int offset) {
        return memory.get(U64, at + offset);
    }
}
