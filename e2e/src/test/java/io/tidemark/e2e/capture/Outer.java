package io.tidemark.e2e.capture;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** What a frame can be put in on its way: tags, labels, tunnels. The packet inside, and so its meaning, stays as it is. */
enum Outer {
    /** 802.1ad around 802.1Q. */
    TWO_TAGS {
        @Override
        byte[] around(byte[] frame, int ip) {
            return join(
                    ETHERNET,
                    ByteBuffer.allocate(10)
                            .putShort((short) 0x88a8)
                            .putShort((short) 7)
                            .putShort((short) 0x8100)
                            .putShort((short) 8)
                            .putShort(type(frame, ip))
                            .array(),
                    tail(frame, ip));
        }
    },
    /** Two labels (RFC 3032). */
    LABELS {
        @Override
        byte[] around(byte[] frame, int ip) {
            var labels = ByteBuffer.allocate(10).putShort((short) 0x8847);
            return join(
                    ETHERNET,
                    labels.putInt(100 << 12 | 64).putInt(200 << 12 | 0x100 | 64).array(),
                    tail(frame, ip));
        }
    },
    /** IPv4 in IPv4, or 6in4. */
    IP_IN_IP {
        @Override
        byte[] around(byte[] frame, int ip) {
            return ipv4(isIpv6(frame, ip) ? 41 : 4, tail(frame, ip));
        }
    },
    /** GRE with a key (RFC 2890). */
    GRE {
        @Override
        byte[] around(byte[] frame, int ip) {
            var gre = ByteBuffer.allocate(8).putShort((short) 0x2000).putShort(type(frame, ip));
            return ipv4(47, join(gre.putInt(42).array(), tail(frame, ip)));
        }
    },
    /** RFC 7348; the whole frame is in it. */
    VXLAN {
        @Override
        byte[] around(byte[] frame, int ip) {
            var vxlan = ByteBuffer.allocate(8).putInt(8 << 24).putInt(123 << 8);
            return ipv4(17, udp(4789, join(vxlan.array(), frame)));
        }
    },
    /** RFC 8926 over IPv6, with an option of four bytes; the whole frame is in it. */
    GENEVE_OVER_IPV6 {
        @Override
        byte[] around(byte[] frame, int ip) {
            var geneve = ByteBuffer.allocate(16)
                    .putShort((short) 0x0200)
                    .putShort((short) 0x6558)
                    .putInt(456 << 8);
            return ipv6(
                    17, udp(6081, join(geneve.putLong(0x0102_8001_0000_0000L).array(), frame)));
        }
    },
    /** 3GPP TS 29.281. */
    GTPU {
        @Override
        byte[] around(byte[] frame, int ip) {
            var packet = tail(frame, ip);
            var gtp = ByteBuffer.allocate(8)
                    .putShort((short) 0x30ff)
                    .putShort((short) packet.length)
                    .putInt(0xabcd);
            return ipv4(17, udp(2152, join(gtp.array(), packet)));
        }
    };

    private static final byte[] ETHERNET = {2, 0, 0x5e, 0, 0x53, 4, 2, 0, 0x5e, 0, 0x53, 3};

    /**
     * The frame in it.
     *
     * @param ip where the frame's IP header begins
     */
    abstract byte[] around(byte[] frame, int ip);

    /** The same packet, at the same time, in this. What is no packet, or was not captured whole, stays as it is. */
    Frame around(Frame frame) {
        if (!(frame.meaning() instanceof Frame.Packet packet) || frame.bytes().length < frame.wire()) {
            return frame;
        }
        var bytes = around(frame.bytes(), packet.talk().vlan() == 0 ? 14 : 18);
        return new Frame(frame.nanos(), bytes, bytes.length, frame.meaning());
    }

    private static boolean isIpv6(byte[] frame, int ip) {
        return frame[ip] >>> 4 == 6;
    }

    private static short type(byte[] frame, int ip) {
        return (short) (isIpv6(frame, ip) ? 0x86dd : 0x0800);
    }

    private static byte[] tail(byte[] frame, int from) {
        return java.util.Arrays.copyOfRange(frame, from, frame.length);
    }

    private static byte[] udp(int port, byte[] payload) {
        var header = ByteBuffer.allocate(8).putShort((short) 50_000).putShort((short) port);
        return join(header.putShort((short) (8 + payload.length)).array(), payload);
    }

    private static byte[] ipv4(int protocol, byte[] payload) {
        var header = ByteBuffer.allocate(20);
        header.putShort((short) 0x4500).putShort((short) (20 + payload.length)).putInt(0x4000);
        header.put((byte) 64).put((byte) protocol).putShort((short) 0);
        header.put(InetAddress.ofLiteral("192.0.2.1").getAddress());
        header.put(InetAddress.ofLiteral("192.0.2.2").getAddress());
        return join(ETHERNET, new byte[] {8, 0}, header.array(), payload);
    }

    private static byte[] ipv6(int protocol, byte[] payload) {
        var header = ByteBuffer.allocate(40).putInt(6 << 28).putShort((short) payload.length);
        header.put((byte) protocol).put((byte) 64);
        header.put(InetAddress.ofLiteral("2001:db8:f::1").getAddress());
        header.put(InetAddress.ofLiteral("2001:db8:f::2").getAddress());
        return join(ETHERNET, new byte[] {(byte) 0x86, (byte) 0xdd}, header.array(), payload);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (var part : parts) {
            length += part.length;
        }
        var all = ByteBuffer.allocate(length);
        for (var part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
