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
    private Packet packet = new Packet();
    private Layer entered; // the header that was read, or could not be, last

    /** The packet that was decoded last. */
    public Packet packet() {
        return packet;
    }

    /** Decodes into this packet from now on: who wants to keep several gives them in turn. */
    public FrameDecoder into(Packet next) {
        packet = next;
        return this;
    }

    /** @param captured bytes of {@code memory} from {@code at} that belong to the frame */
    public Result decode(int linkType, MemorySegment memory, long at, int captured) {
        packet.clear();
        cursor.wrap(memory, at, captured);
        entered = Layer.NONE;
        Layer layer = Layer.ofLinkType(linkType);
        if (layer == Layer.ETHERNET) {
            layer = usual();
        }
        for (int i = 0; layer != Layer.NONE && i < MOST_LAYERS; i++) {
            entered = layer;
            layer = enter(layer);
        }
        if (packet.ipHeaders > 0) {
            return Result.IP;
        }
        return entered == Layer.IPV4 || entered == Layer.IPV6 ? Result.MALFORMED : Result.NOT_IP;
    }

    /**
     * The way of most frames, Ethernet, perhaps a VLAN tag, IP, TCP or UDP, without the loop: its branches are the same each
     * time, which the processor learns. Returns what comes next, mostly nothing.
     */
    private Layer usual() {
        Layer layer = Ethernet.read(cursor, packet);
        if (layer == Layer.VLAN) {
            layer = VlanTag.read(cursor, packet);
        }
        if (layer == Layer.IPV4) {
            entered = layer;
            layer = Ipv4.read(cursor, packet);
        } else if (layer == Layer.IPV6) {
            entered = layer;
            layer = Ipv6.read(cursor, packet);
        }
        if (layer == Layer.TCP) {
            return Tcp.read(cursor, packet);
        }
        return layer == Layer.UDP ? Udp.read(cursor, packet) : layer;
    }

    /** The common ones are named, so that they are compiled into one loop; a call through the table costs a few ns. */
    private Layer enter(Layer layer) {
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
