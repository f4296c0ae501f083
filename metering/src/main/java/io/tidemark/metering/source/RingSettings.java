package io.tidemark.metering.source;

/**
 * How rings are made.
 *
 * @param filter     pcap-filter(7); empty: everything. It runs in the kernel; what it does not want is counted as filtered
 * @param snapLength bytes kept of each frame, 64 to 65535
 * @param ringBytes  of memory for each interface, shared by its workers; 0: {@link #MOST_BYTES} where there is one interface, and
 *                   where there are more {@link #ALL_BYTES} between them, but {@link #LEAST_BYTES} for each
 * @param sampling   one of this many frames is metered, at random; 1: all. The others are counted as not sampled
 * @param workers    threads that poll, 1 to 64: each has a ring of every interface, and all packets of the flows in it
 */
public record RingSettings(String filter, int snapLength, long ringBytes, int sampling, int workers) {
    /** Enough for all headers and tunnels. */
    public static final int DEFAULT_SNAP_LENGTH = 256;

    /** Some half a second of a million small packets a second. */
    public static final long MOST_BYTES = 64L << 20;

    /** For all interfaces that are there when one is opened, if nothing else was said. */
    public static final long ALL_BYTES = 128L << 20;

    /** The smallest ring. */
    public static final long LEAST_BYTES = 1L << 20;

    private static final int LEAST_SNAP_LENGTH = 64;
    private static final int MOST_SNAP_LENGTH = 65_535;
    private static final int MOST_WORKERS = 64;
    private static final long LARGEST_RING = 1L << 30;

    public RingSettings {
        if (snapLength < LEAST_SNAP_LENGTH || snapLength > MOST_SNAP_LENGTH) {
            throw new IllegalArgumentException("a snap length of %d is not 64 to 65535".formatted(snapLength));
        }
        if (ringBytes != 0 && (ringBytes < LEAST_BYTES || ringBytes > LARGEST_RING)) {
            throw new IllegalArgumentException(
                    "a ring of %d bytes is not between 1 MiB and 1 GiB".formatted(ringBytes));
        }
        if (sampling < 1) {
            throw new IllegalArgumentException("sampling one of %d frames cannot be".formatted(sampling));
        }
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException("%d workers are not 1 to 64".formatted(workers));
        }
    }

    /** Every frame, one worker. */
    public static RingSettings usual(String filter) {
        return new RingSettings(filter, DEFAULT_SNAP_LENGTH, 0, 1, 1);
    }

    /** Bytes of the ring that a worker has of an interface, when so many interfaces are captured from. */
    long bytesOfOne(int interfaces) {
        long all = ringBytes != 0
                ? ringBytes
                : Math.clamp(Long.highestOneBit(ALL_BYTES / Math.max(1, interfaces)), LEAST_BYTES, MOST_BYTES);
        return Math.max(LEAST_BYTES, all / workers);
    }
}
