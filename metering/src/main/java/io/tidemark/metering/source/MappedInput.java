package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A regular file, mapped whole: the kernel reads ahead, nothing is copied. What has been read leaves the process's resident set
 * (it stays in the page cache), so that a large file does not look like a large process.
 */
final class MappedInput extends Input {
    /** Bytes. From 1 to 8 KiB it makes no difference; without it the processor waits at each page, 10 ns a small packet. */
    private static final int AHEAD = 2048;

    private static final long KEPT = 2 << 20; // bytes behind the reader that may stay

    private final Arena arena = Arena.ofShared();
    private final long size;
    private long fetched; // keeps the loads ahead from being left out
    private long released; // up to here

    MappedInput(Path path) throws IOException {
        try (var channel = FileChannel.open(path)) {
            size = channel.size();
            memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    long ensure(long wanted) {
        if (at - released >= KEPT) {
            release();
        }
        return size - at;
    }

    @Override
    void fetchAhead() {
        if (size - at > AHEAD) {
            fetched += memory.get(JAVA_BYTE, at + AHEAD);
        }
    }

    @Override
    long position() {
        return at;
    }

    @Override
    double share() {
        return size == 0 ? 1 : (double) at / size;
    }

    @Override
    boolean skip(long bytes) {
        boolean there = size - at >= bytes;
        at = there ? at + bytes : size;
        return there;
    }

    /** Costs some µs for each of a file's 2 MiB; a page that is looked at again comes back. */
    private void release() {
        memory.asSlice(released, at - released).unload();
        released = at;
    }

    @Override
    public void close() {
        arena.close();
    }
}
