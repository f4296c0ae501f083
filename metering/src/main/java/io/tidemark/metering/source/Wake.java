package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/** Sleeps until the kernel hands over a block of one of some rings (poll(2)). One thread's own; off the path of packets. */
final class Wake {
    private static final int ENTRY = 8; // bytes of a struct pollfd
    private static final short READABLE = 1; // POLLIN
    private static final long MILLI = 1_000_000;

    private MemorySegment entries = MemorySegment.NULL;
    private int count;

    /** The rings' sockets are these now. */
    void set(int... sockets) {
        count = sockets.length;
        entries = Arena.ofAuto().allocate((long) ENTRY * Math.max(1, count), 8);
        for (int i = 0; i < count; i++) {
            entries.set(JAVA_INT, (long) i * ENTRY, sockets[i]);
            entries.set(JAVA_SHORT, (long) i * ENTRY + 4, READABLE);
        }
    }

    /** As {@link FrameSource#await}. A socket whose interface is down complains at once, always: then it is a nap. */
    void await(long nanos) {
        if (count == 0) {
            LockSupport.parkNanos(nanos);
            return;
        }
        int ready = Libc.poll(entries, count, (int) Math.max(1, nanos / MILLI));
        for (int i = 0; i < count && ready > 0; i++) {
            short events = entries.get(JAVA_SHORT, (long) i * ENTRY + 6);
            if ((events & ~READABLE) != 0) {
                LockSupport.parkNanos(Math.min(nanos, MILLI));
                return;
            }
        }
    }
}
