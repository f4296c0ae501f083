package io.tidemark.e2e.capture;

/**
 * Packets and what they weigh.
 *
 * @param bytes      IP length
 * @param frameBytes length on the wire
 */
public record Volume(long packets, long bytes, long frameBytes) {
    public static final Volume NONE = new Volume(0, 0, 0);

    public Volume plus(Volume other) {
        return new Volume(packets + other.packets, bytes + other.bytes, frameBytes + other.frameBytes);
    }
}
