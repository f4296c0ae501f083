package io.tidemark.metering.source;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives frames: a capture file, a live interface, several at once. One thread polls; {@link #close} is called by that thread.
 */
public interface FrameSource extends AutoCloseable {
    /** What {@link #poll} says when there will never be another frame. */
    int END = -1;

    /**
     * Hands over the frames that are there, at most {@code limit}, in the order in which they lie.
     *
     * @return how many; 0: none now, try again; {@link #END}: none ever
     * @throws IOException if the source is broken. All that came before the break has been handed over; the message names
     *                     the source, what is wrong and where. The source gives nothing more.
     */
    int poll(FrameHandler handler, int limit) throws IOException;

    /**
     * Waits on the polling thread until there may be something to poll, no longer than this. For who has just polled and got 0. It
     * may return early, for no reason.
     *
     * @param nanos at most
     */
    default void await(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    /** The observation points seen so far. It only grows; an index stays what it is. */
    List<Point> points();

    /** Frames that the kernel dropped at this point since the last call of this method for it; 0 for files. */
    long takeKernelDrops(int point);

    /**
     * A live source takes no frame from now on: {@link #poll} gives those that are there and then says {@link #END}. A file goes on
     * to its end. Any thread may call it, more than once.
     */
    default void stop() {}

    /** True: frames arrive as they happen and wait for nobody. False: the source waits as long as it is not polled. */
    boolean live();

    @Override
    void close();

    /**
     * An observation point (RFC 7011, 2.1).
     *
     * @param name  of the interface, "eth0"; of a file's unnamed interface "if0", "if1", ...
     * @param index the operating system's interface index; 0 if there is none
     */
    record Point(String name, int index) {}
}
