package io.tidemark.metering.source;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** The bytes of a capture file from front to back: {@code memory[at, at + available)} is what comes next. */
abstract sealed class Input implements AutoCloseable permits MappedInput, StreamInput {
    MemorySegment memory;
    long at;

    /**
     * Makes room for a look ahead. {@link #memory} and {@link #at} may change.
     *
     * @return how many bytes are there: at least {@code wanted}, or fewer and then the input ends after them
     */
    abstract long ensure(long wanted) throws IOException;

    /** Has the processor fetch what is read soon; nothing but time changes by it. */
    void fetchAhead() {}

    /** Offset of {@link #at} from the start of the (unpacked) file, for messages. */
    abstract long position();

    /** Share of the input that has been read, 0 to 1; NaN where its length is not known. */
    double share() {
        return Double.NaN;
    }

    /** Goes on by this many bytes. False: there were fewer, and the input is at its end. */
    abstract boolean skip(long bytes) throws IOException;

    @Override
    public abstract void close() throws IOException;
}
