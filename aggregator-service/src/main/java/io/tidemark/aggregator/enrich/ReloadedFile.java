package io.tidemark.aggregator.enrich;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file's content, read again when it has changed: written anew, replaced, or reached by a symbolic link that was turned (as
 * Kubernetes does for a ConfigMap). One thread polls, any thread reads.
 *
 * @param <T> what is made of the file; immutable
 */
public final class ReloadedFile<T> {
    private final Path path;
    private final Reader<T> reader;
    private volatile T content;
    private State state;

    /**
     * Reads the file for the first time.
     *
     * @throws IOException if it cannot be read, or what is in it is wrong
     */
    public ReloadedFile(Path path, Reader<T> reader) throws IOException {
        this.path = path;
        this.reader = reader;
        this.state = State.of(path);
        this.content = reader.read(path);
    }

    /** What the file held when it was last read. */
    public T content() {
        return content;
    }

    public Path path() {
        return path;
    }

    /**
     * Reads the file again if it has changed. True: it has.
     *
     * @throws IOException if it cannot be read, or what is in it is wrong; the content before stays, and is told once
     */
    public boolean poll() throws IOException {
        var now = State.of(path);
        if (now.equals(state)) {
            return false;
        }
        state = now;
        if (now == State.ABSENT) {
            throw new IOException("the file is gone");
        }
        content = reader.read(path);
        return true;
    }

    /** Makes something of a file. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Path path) throws IOException;
    }

    /** What tells one state of a file from another. */
    private record State(Path real, Object key, FileTime modified, long size) {
        static final State ABSENT = new State(null, null, null, 0);

        static State of(Path path) {
            try {
                var real = path.toRealPath();
                var attributes = Files.readAttributes(real, BasicFileAttributes.class);
                return new State(real, attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
            } catch (IOException e) {
                return ABSENT;
            }
        }
    }
}
