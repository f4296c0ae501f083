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

    /** The packet that was decoded last; the same object always. */
    public Packet packet() {
        return packet;
    }

    /** @param captured bytes of {@code memory} from {@code at} that belong to the frame */
    public Result decode(int linkType, MemorySegment memory, long at, int captured) {
        packet.clear();
        cursor.wrap(memory, at, captured);
        Layer layer = Layer.ofLinkType(linkType);
        Layer last = layer;
        for (int i = 0; layer != Layer.NONE && i < MOST_LAYERS; i++) {
            last = layer;
            layer = enter(layer);
        }
        if (packet.ipHeaders > 0) {
            return Result.IP;
        }
        return last == Layer.IPV4 || last == Layer.IPV6 ? Result.MALFORMED : Result.NOT_IP;
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
