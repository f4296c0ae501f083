package io.tidemark.metering.decode;

import io.tidemark.metering.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Where the decoder stands in a frame: the header that comes next begins at offset 0, what is captured ends {@link #left} bytes
 * on. Re-aimed for every frame. A header asks {@link #has} before it reads; numbers are in network byte order.
 *
 * <p>It reads by address, and looks itself whether the memory goes so far: the first read of a segment in a process takes some 20 ms.
 */
final class Cursor {
    private byte[] array; // that the memory lies in; null: it is native
    private long base;
    private long size; // of the memory
    private long at; // offset in it
    private long end;
    private long sentEnd; // where it ended on the wire; behind end where the frame was captured in part

    /** The frames that follow lie in this memory, native or a {@code byte[]}, which stays alive as long. */
    void aim(MemorySegment memory) {
        array = Memory.array(memory);
        base = Memory.base(memory);
        size = memory.byteSize();
    }

    void frame(long at, int captured, int wire) {
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
        return Memory.u8(array, there(offset, Byte.BYTES));
    }

    int u16(int offset) {
        return Memory.u16(array, there(offset, Short.BYTES));
    }

    /** Signed; sequence numbers and flag words do not mind. */
    int u32(int offset) {
        return Memory.u32(array, there(offset, Integer.BYTES));
    }

    long u64(int offset) {
        return Memory.u64(array, there(offset, Long.BYTES));
    }

    private long there(int offset, int bytes) {
        return base + Objects.checkFromIndexSize(at + offset, bytes, size);
    }
}
