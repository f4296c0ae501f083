package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;
import java.lang.foreign.MemorySegment;

/** What the decoder says of a frame, as text that reads well in a failed assertion. */
final class Decoded {
    static final int ETHERNET = 1;
    static final int RAW = 101;

    private Decoded() {}

    /** "6 10.0.0.1:80 > 10.0.0.2:1024, 40 bytes"; NOT_IP or MALFORMED if there is no flow in it. */
    static String flow(int linkType, byte[] frame) {
        var decoder = new FrameDecoder();
        var result = decoder.decode(linkType, MemorySegment.ofArray(frame), 0, frame.length);
        return result == FrameDecoder.Result.IP ? text(decoder.packet()) : result.name();
    }

    static String ethernet(byte[] frame) {
        return flow(ETHERNET, frame);
    }

    static Packet packet(int linkType, byte[] frame) {
        var decoder = new FrameDecoder();
        decoder.decode(linkType, MemorySegment.ofArray(frame), 0, frame.length);
        return decoder.packet();
    }

    private static String text(Packet p) {
        return "%d %s:%d > %s:%d, %d bytes%s"
                .formatted(
                        p.protocol(),
                        address(p.ipv4(), p.srcHigh(), p.srcLow()),
                        p.srcPort(),
                        address(p.ipv4(), p.dstHigh(), p.dstLow()),
                        p.dstPort(),
                        p.ipBytes(),
                        tunnel(p));
    }

    private static String tunnel(Packet p) {
        if (p.tunnelType() == TunnelType.TUNNEL_NONE) {
            return "";
        }
        String ends = p.tunnelSrcLow() == 0
                ? ""
                : " %s > %s"
                        .formatted(
                                address(p.tunnelIpv4(), p.tunnelSrcHigh(), p.tunnelSrcLow()),
                                address(p.tunnelIpv4(), p.tunnelDstHigh(), p.tunnelDstLow()));
        return " in %s %d%s".formatted(p.tunnelType().name().substring(7), p.tunnelId(), ends);
    }

    private static String address(boolean ipv4, long high, long low) {
        if (ipv4) {
            return "%d.%d.%d.%d".formatted(low >>> 24 & 0xFF, low >>> 16 & 0xFF, low >>> 8 & 0xFF, low & 0xFF);
        }
        return "%x:%x".formatted(high, low);
    }
}
