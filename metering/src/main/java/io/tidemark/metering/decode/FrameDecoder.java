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
        int layer = Layer.ofLinkType(linkType);
        int last = layer;
        for (int i = 0; layer != Layer.NONE && i < MOST_LAYERS; i++) {
            last = layer;
            layer = enter(layer);
        }
        if (packet.ipHeaders > 0) {
            return Result.IP;
        }
        return last == Layer.IPV4 || last == Layer.IPV6 ? Result.MALFORMED : Result.NOT_IP;
    }

    private int enter(int layer) {
        return switch (layer) {
            case Layer.ETHERNET -> Ethernet.read(cursor);
            case Layer.VLAN -> VlanTag.read(cursor, packet);
            case Layer.IPV4 -> Ipv4.read(cursor, packet);
            case Layer.IPV6 -> Ipv6.read(cursor, packet);
            case Layer.TCP -> Tcp.read(cursor, packet);
            case Layer.UDP -> Udp.read(cursor, packet);
            default -> enterRare(layer);
        };
    }

    private int enterRare(int layer) {
        return switch (layer) {
            case Layer.ICMP -> Icmp.read(cursor, packet);
            case Layer.SCTP -> Sctp.read(cursor, packet);
            case Layer.DCCP -> Dccp.read(cursor, packet);
            case Layer.MPLS -> Mpls.read(cursor, packet);
            case Layer.PPPOE -> Pppoe.read(cursor, packet);
            case Layer.PPP -> Ppp.read(cursor);
            case Layer.PPP_LINK -> Ppp.readLink(cursor);
            case Layer.HDLC -> Hdlc.read(cursor);
            case Layer.PBB -> Pbb.read(cursor, packet);
            case Layer.LLC -> Llc.read(cursor);
            case Layer.SLL -> Sll.read(cursor);
            case Layer.SLL2 -> Sll2.read(cursor);
            case Layer.NULL -> NullLink.read(cursor);
            case Layer.LOOP -> NullLink.readLoop(cursor);
            case Layer.NFLOG -> Nflog.read(cursor);
            case Layer.IPOIB -> Ipoib.read(cursor);
            case Layer.RAW -> RawIp.read(cursor);
            case Layer.GRE -> Gre.read(cursor, packet);
            case Layer.VXLAN -> Vxlan.read(cursor, packet);
            case Layer.GENEVE -> Geneve.read(cursor, packet);
            case Layer.GTPU -> Gtpu.read(cursor, packet);
            case Layer.TEREDO -> Teredo.read(cursor, packet);
            default -> Layer.NONE;
        };
    }
}
