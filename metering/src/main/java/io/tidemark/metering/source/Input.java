package io.tidemark.metering.source;

import io.tidemark.metering.memory.Memory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;

/**
 * The bytes of a capture file from front to back: {@code memory[at, at + available)} is what comes next. They are read into one
 * piece of native memory that grows to the largest packet.
 *
 * <p>A mapped file is slower: the kernel's work for its pages and the processor's waits at each take 18 ns a small packet, this
 * 12, because the piece stays in the second cache ({@code ./tidemark bench meter}).
 */
final class Input implements AutoCloseable {
    /** Bytes; between 128 KiB and 1 MiB it makes no difference. */
    private static final int FIRST_PIECE = 1 << 18;

    private final ReadableByteChannel channel;
    private final long size;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_PIECE);
    private long filled;
    private long before; // bytes of the file that are no longer in the memory

    MemorySegment memory = MemorySegment.ofBuffer(buffer);
    long at;
    FrameHandler reader =
            (point, linkType, time, segment, offset, captured, wire, way) -> {}; // settles before memory changes

    /** @param size bytes that will come; -1: not known */
    Input(ReadableByteChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /**
     * Makes room for a look ahead. {@link #memory} and {@link #at} may change.
     *
     * @return how many bytes are there: at least {@code wanted}, or fewer and then the input ends after them
     */
    long ensure(long wanted) throws IOException {
        if (filled - at < wanted) {
            makeRoom(wanted);
            fill(wanted);
        }
        return filled - at;
    }

    /**
     * Four of the bytes that {@link #ensure} said are there, the first the least; {@code offset} is from {@link #at}. By address: what
     * a segment needs to be read is made anew at each start of a program, for some 20 ms.
     */
    int u32(long offset) {
        Objects.checkFromIndexSize(at + offset, Integer.BYTES, filled);
        return Memory.le32(memory.address() + at + offset, 0);
    }

    private void makeRoom(long wanted) {
        reader.settle();
        ByteBuffer left = buffer.limit((int) filled).position((int) at);
        if (wanted > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect((int) Math.max(wanted, 2L * buffer.capacity()));
            buffer.put(left);
            memory = MemorySegment.ofBuffer(buffer.duplicate().clear());
        } else {
            buffer.compact();
        }
        filled -= at;
        before += at;
        at = 0;
    }

    private void fill(long wanted) throws IOException {
        while (filled < wanted) {
            int read = read();
            if (read < 0) {
                return;
            }
            filled += read;
        }
    }

    private int read() throws IOException {
        try {
            return channel.read(buffer.clear().position((int) filled));
        } catch (IOException | RuntimeException e) { // unpacking throws both
            throw new IOException("cannot be read beyond offset %d: %s".formatted(before + filled, reason(e)), e);
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Offset of {@link #at} from the start of the (unpacked) file, for messages. */
    long position() {
        return before + at;
    }

    /** Share of the input that has been read, 0 to 1; NaN where its length is not known. */
    double share() {
        return size < 0 ? Double.NaN : size == 0 ? 1 : (double) position() / size;
    }

    /** Goes on by this many bytes. False: there were fewer, and the input is at its end. */
    boolean skip(long bytes) throws IOException {
        long left = bytes;
        while (left > filled - at) {
            left -= filled - at;
            at = filled;
            if (ensure(1) == 0) {
                return false;
            }
        }
        at += left;
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
