package io.tidemark.metering;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Builds frames from the outside in: each method puts a header before what it carries. */
public final class Frames {
    public static final int IPV4 = 0x0800;
    public static final int IPV6 = 0x86DD;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;
    public static final byte[] NOTHING = {};

    private Frames() {}

    public static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    public static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    public static byte[] ethernet(int type, byte[] payload) {
        return join(hex("020000000002 020000000001"), u16(type), payload);
    }

    public static byte[] tag(int id, int type, byte[] payload) {
        return join(u16(id), u16(type), payload);
    }

    public static byte[] ipv4(int protocol, String src, String dst, byte[] payload) {
        return ipv4(protocol, src, dst, 0, 20 + payload.length, payload);
    }

    /** @param fragment flags and offset */
    public static byte[] ipv4(int protocol, String src, String dst, int fragment, int totalLength, byte[] payload) {
        return join(
                hex("45 b8"), // DSCP 46
                u16(totalLength),
                u16(7),
                u16(fragment),
                new byte[] {64, (byte) protocol, 0, 0},
                address(src),
                address(dst),
                payload);
    }

    public static byte[] ipv6(int next, String src, String dst, byte[] payload) {
        return join(
                hex("6b800000"), // DSCP 46
                u16(payload.length),
                new byte[] {(byte) next, 63},
                address(src),
                address(dst),
                payload);
    }

    public static byte[] udp(int src, int dst, byte[] payload) {
        return join(u16(src), u16(dst), u16(8 + payload.length), u16(0), payload);
    }

    public static byte[] tcp(int src, int dst, int flags, int seq, int ack, int window, int payload) {
        return join(
                u16(src),
                u16(dst),
                u32(seq),
                u32(ack),
                new byte[] {0x50, (byte) flags},
                u16(window),
                u32(0),
                new byte[payload]);
    }

    public static byte[] tcp(int src, int dst, int flags, int seq, int payload) {
        return tcp(src, dst, flags, seq, 1, 1000, payload);
    }

    public static byte[] icmp(int type, int code) {
        return join(new byte[] {(byte) type, (byte) code, 0, 0, 0, 1, 0, 1}, new byte[24]);
    }

    /** The whole frame of a UDP datagram over IPv4 in Ethernet. */
    public static byte[] udpFrame(String src, int srcPort, String dst, int dstPort, int payload) {
        return ethernet(IPV4, ipv4(UDP, src, dst, udp(srcPort, dstPort, new byte[payload])));
    }

    /** The whole frame of a TCP segment over IPv4 in Ethernet. */
    public static byte[] tcpFrame(String src, int srcPort, String dst, int dstPort, int flags, int seq, int payload) {
        return ethernet(IPV4, ipv4(TCP, src, dst, tcp(srcPort, dstPort, flags, seq, payload)));
    }

    public static byte[] u16(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }

    public static byte[] u32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
