package io.tidemark.metering.source;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A pipe, or a file that is unpacked on the way: read into one buffer that grows to the largest packet. */
final class StreamInput extends Input {
    private static final int FIRST_BUFFER = 1 << 18;

    private final InputStream stream;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int filled;
    private long before; // bytes of the stream that are no longer in the buffer

    StreamInput(InputStream stream) {
        this.stream = stream;
        memory = MemorySegment.ofArray(buffer);
    }

    @Override
    long ensure(long wanted) throws IOException {
        if (filled - at < wanted) {
            makeRoom((int) wanted);
            fill((int) wanted);
        }
        return filled - at;
    }

    private void makeRoom(int wanted) {
        int start = (int) at;
        byte[] from = buffer;
        if (wanted > buffer.length) {
            buffer = new byte[Math.max(wanted, 2 * from.length)];
            memory = MemorySegment.ofArray(buffer);
        }
        System.arraycopy(from, start, buffer, 0, filled - start);
        filled -= start;
        before += start;
        at = 0;
    }

    private void fill(int wanted) throws IOException {
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
            return stream.read(buffer, filled, buffer.length - filled);
        } catch (IOException | RuntimeException e) { // unpacking throws both
            throw new IOException("cannot be read beyond offset %d: %s".formatted(before + filled, reason(e)), e);
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    long position() {
        return before + at;
    }

    @Override
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

    /** What is there at the front without going on; fewer if the stream ends. */
    byte[] peek(int bytes) throws IOException {
        int there = (int) Math.min(ensure(bytes), bytes);
        return Arrays.copyOfRange(buffer, (int) at, (int) at + there);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
