package io.tidemark.metering.source;

import static io.tidemark.metering.Frames.IPV4;
import static io.tidemark.metering.Frames.IPV6;
import static io.tidemark.metering.Frames.TCP;
import static io.tidemark.metering.Frames.UDP;
import static io.tidemark.metering.Frames.ethernet;
import static io.tidemark.metering.Frames.hex;
import static io.tidemark.metering.Frames.ipv4;
import static io.tidemark.metering.Frames.ipv6;
import static io.tidemark.metering.Frames.join;
import static io.tidemark.metering.Frames.tag;
import static io.tidemark.metering.Frames.tcp;
import static io.tidemark.metering.Frames.u32;
import static io.tidemark.metering.Frames.udp;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.List;

/** Makes {@code tunnels.pcap}: the same conversation, with other ports, in each encapsulation that tshark and we both know. */
public final class TunnelCapture {
    private TunnelCapture() {}

    /** The file's bytes. */
    public static byte[] bytes() {
        byte[] file = Captures.pcapHeader(BIG_ENDIAN, PcapFormat.NANOS, 1);
        int second = 1_800_000_000;
        for (byte[] frame : frames()) {
            file = join(file, Captures.pcapRecord(BIG_ENDIAN, second++, 123_456_789, frame, frame.length));
        }
        return file;
    }

    private static List<byte[]> frames() {
        return List.of(
                ethernet(0x8100, tag(7, IPV4, inner(1001))),
                ethernet(0x88A8, tag(7, 0x8100, tag(8, IPV4, inner(1002)))),
                ethernet(0x8847, join(u32(100 << 12 | 64), u32(200 << 12 | 0x100 | 64), inner(1003))),
                ethernet(0x8864, join(hex("1100 0009 0036 0021"), inner(1004))),
                ethernet(0x88E7, join(u32(4660), ethernet(IPV4, inner(1005)))),
                outer(4, inner(1006)),
                outer(41, ipv6(TCP, "fd00::1", "fd00::2", tcp(1007, 80, 0x18, 1, 12))),
                outer(47, join(hex("2000 0800 0000002a"), inner(1008))),
                outer(47, join(hex("1000 88be 00000001 1001 0005 00000000"), ethernet(IPV4, inner(1009)))),
                outer(UDP, udp(50000, 4789, join(hex("08000000 00007b00"), ethernet(IPV4, inner(1010))))),
                outer(UDP, udp(50000, 6081, join(hex("0000 6558 0001c800"), ethernet(IPV4, inner(1011))))),
                outer(UDP, udp(2152, 2152, join(hex("30 ff 0034 0000abcd"), inner(1012)))),
                ethernet(IPV6, ipv6(4, "2001:db8::1", "2001:db8::2", inner(1013))),
                outer(47, join(hex("0000 0800"), ipv4(4, "198.51.100.1", "198.51.100.2", inner(1014)))));
    }

    private static byte[] inner(int port) {
        return ipv4(TCP, "10.0.0.1", "10.0.0.2", tcp(port, 80, 0x18, 1, 12));
    }

    private static byte[] outer(int protocol, byte[] payload) {
        return ethernet(IPV4, ipv4(protocol, "192.0.2.1", "192.0.2.2", payload));
    }
}
