package io.tidemark.metering.decode;

import java.lang.foreign.MemorySegment;

/**
 * Reads a frame from its link header to the innermost transport header. Each protocol's file reads its header and says what
 * comes next; what is cut or cannot be ends the way, and what was read before it stands. One per worker; allocates nothing.
 */
public final class FrameDecoder {
    /** What came of a frame. */
    public enum Result {
        /** An IP header was read: the packet has a flow key. */
        IP,
        /** There is none to be read. */
        NOT_IP,
        /** One was announced, but cannot be: version, lengths. */
        MALFORMED
    }

    private static final int MOST_LAYERS = 64; // headers that are deeper than this are payload

    private final Cursor cursor = new Cursor();
    private final Packet packet = new Packet();
    private boolean announced; // the last header that was read, or could not be, is IP

    private long point;
    private Layer first;
    private long base; // address of the memory
    private long bytes; // of it; 0 if its frames are not to be read by their addresses

    /** The packet that was decoded last without one of the caller's; the same object always. */
    public Packet packet() {
        return packet;
    }

    /** A frame that was captured whole. */
    public Result decode(int linkType, MemorySegment memory, long at, int captured) {
        aim(0, linkType, memory);
        return decode(packet, at, captured, captured);
    }

    /** The frames that follow are of this observation point and link type and lie in this memory, which stays alive as long. */
    public void aim(int point, int linkType, MemorySegment memory) {
        if (!memory.scope().isAlive()) {
            throw new IllegalStateException("the memory of these frames is closed");
        }
        this.point = point;
        first = Layer.ofLinkType(linkType);
        cursor.aim(memory);
        base = memory.address();
        bytes = first == Layer.ETHERNET && memory.isNative() ? memory.byteSize() : 0;
    }

    /**
     * Into a packet of the caller's: who wants to keep several gives them in turn.
     *
     * @param at       offset of its first byte
     * @param captured bytes of the memory from there that belong to the frame
     * @param wire     its length on the wire
     */
    public Result decode(Packet into, long at, int captured, int wire) {
        return ipv4AtOnce(into, at, captured) || ipv6AtOnce(into, at, captured)
                ? Result.IP
                : byLayers(into, at, captured, wire);
    }

    /** True: it is a frame as most are, of IPv4, and decoded. Else it is still to be decoded. */
    public boolean ipv4AtOnce(Packet into, long at, int captured) {
        return isThere(at, captured) && Usual.ipv4(into, base + at, captured, point);
    }

    /** As {@link #ipv4AtOnce}, of IPv6. */
    public boolean ipv6AtOnce(Packet into, long at, int captured) {
        return isThere(at, captured) && Usual.ipv6(into, base + at, captured, point);
    }

    private boolean isThere(long at, int captured) {
        return (at | bytes - at - captured) >= 0;
    }

    /** As {@link #decode}, of a frame that is known not to be as most are: one header after the other. */
    public Result byLayers(Packet into, long at, int captured, int wire) {
        into.clear();
        cursor.frame(at, captured, wire);
        announced = false;
        Layer layer = first;
        for (int i = 0; layer != Layer.NONE && i < MOST_LAYERS; i++) {
            announced = layer == Layer.IPV4 || layer == Layer.IPV6;
            layer = enter(layer, into);
        }
        if (into.ipHeaders > 0) {
            into.complete(point);
            return Result.IP;
        }
        return announced ? Result.MALFORMED : Result.NOT_IP;
    }

    /** The common ones are named, so that they are compiled into one loop; a call through the table costs a few ns. */
    private Layer enter(Layer layer, Packet packet) {
        if (layer == Layer.ETHERNET) {
            return Ethernet.read(cursor, packet);
        }
        if (layer == Layer.IPV4) {
            return Ipv4.read(cursor, packet);
        }
        if (layer == Layer.TCP) {
            return Tcp.read(cursor, packet);
        }
        if (layer == Layer.UDP) {
            return Udp.read(cursor, packet);
        }
        if (layer == Layer.IPV6) {
            return Ipv6.read(cursor, packet);
        }
        return layer.reader.read(cursor, packet);
    }
}
