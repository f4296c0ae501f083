package io.tidemark.e2e.capture;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes frames byte by byte: Ethernet, 802.1Q, IPv4, IPv6, TCP, UDP, ICMP. Header checksums of IPv4 are right, those of the
 * transports are zero: nobody on the way looks at them.
 */
final class Frames {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;

    private static final int LEAST_ETHERNET = 60; // bytes, padded up to without FCS

    private Frames() {}

    static Frame tcp(long nanos, Talk talk, boolean forward, int flags, long seq, long ack, int data, boolean again) {
        var segment = ByteBuffer.allocate(20 + data);
        segment.putShort((short) (forward ? talk.clientPort() : talk.serverPort()));
        segment.putShort((short) (forward ? talk.serverPort() : talk.clientPort()));
        segment.putInt((int) seq).putInt((int) ack);
        segment.put((byte) (5 << 4)).put((byte) flags).putShort((short) 64240).putInt(0);
        return ip(nanos, talk, forward, segment.array(), again);
    }

    /** An acknowledgment that closes the receive window. */
    static Frame closed(long nanos, Talk talk, boolean forward, long seq, long ack) {
        var frame = tcp(nanos, talk, forward, ACK, seq, ack, 0, false);
        int segment = (talk.vlan() == 0 ? 14 : 18) + (talk.ipv6() ? 40 : 20);
        ByteBuffer.wrap(frame.bytes()).putShort(segment + 14, (short) 0);
        return frame;
    }

    static Frame udp(long nanos, Talk talk, boolean forward, int data) {
        var datagram = ByteBuffer.allocate(8 + data);
        datagram.putShort((short) (forward ? talk.clientPort() : talk.serverPort()));
        datagram.putShort((short) (forward ? talk.serverPort() : talk.clientPort()));
        datagram.putShort((short) (8 + data)).putShort((short) 0);
        return ip(nanos, talk, forward, datagram.array(), false);
    }

    /**
     * A datagram in fragments of at most {@code most} bytes of data, a multiple of eight. Only the first shows the ports; later ones are
     * of the talk between the same ends without any.
     */
    static List<Frame> fragments(long nanos, Talk talk, boolean forward, int data, int most) {
        var whole = udp(nanos, talk.onVlan(0), forward, data);
        int header = talk.ipv6() ? 40 : 20;
        var datagram = Arrays.copyOfRange(whole.bytes(), 14 + header, 14 + header + 8 + data);
        var portless = new Talk(talk.client(), talk.server(), 0, 0, talk.protocol(), talk.vlan());
        var frames = new ArrayList<Frame>();
        for (int at = 0; at < datagram.length; at += most) {
            var part = Arrays.copyOfRange(datagram, at, Math.min(datagram.length, at + most));
            boolean more = at + most < datagram.length;
            frames.add(fragment(nanos, at == 0 ? talk : portless, forward, part, at, more));
        }
        return frames;
    }

    private static Frame fragment(long nanos, Talk talk, boolean forward, byte[] part, int at, boolean more) {
        if (!talk.ipv6()) {
            var frame = ip(nanos, talk, forward, part, false);
            int flags = (talk.vlan() == 0 ? 14 : 18) + 6;
            ByteBuffer.wrap(frame.bytes()).putShort(flags, (short) (at / 8 | (more ? 0x2000 : 0)));
            return frame;
        }
        var extended =
                ByteBuffer.allocate(8 + part.length).put((byte) talk.protocol()).put((byte) 0);
        extended.putShort((short) (at | (more ? 1 : 0))).putInt(77).put(part);
        return extended(ip(nanos, talk, forward, extended.array(), false), talk, 44);
    }

    /** A datagram over IPv6 behind a hop-by-hop header and one with options for the destination (RFC 8200, 4.3 and 4.6). */
    static Frame udpBehindOptions(long nanos, Talk talk, boolean forward, int data) {
        var plain = udp(nanos, talk.onVlan(0), forward, data);
        var datagram = Arrays.copyOfRange(plain.bytes(), 54, 54 + 8 + data);
        var options = ByteBuffer.allocate(24 + datagram.length);
        options.put((byte) 60).put((byte) 0).putShort((short) 0x0104).putInt(0); // PadN
        options.put((byte) talk.protocol())
                .put((byte) 1)
                .putShort((short) 0x010c)
                .putInt(0)
                .putLong(0);
        options.put(datagram);
        return extended(ip(nanos, talk, forward, options.array(), false), talk, 0);
    }

    /** The same with another next header in the IPv6 header. */
    private static Frame extended(Frame frame, Talk talk, int next) {
        frame.bytes()[(talk.vlan() == 0 ? 14 : 18) + 6] = (byte) next;
        return frame;
    }

    /** Echo request (forward) or reply. */
    static Frame echo(long nanos, Talk talk, boolean forward, int sequence, int data) {
        int type = talk.ipv6() ? (forward ? 128 : 129) : (forward ? 8 : 0);
        var message = ByteBuffer.allocate(8 + data);
        message.put((byte) type)
                .put((byte) 0)
                .putShort((short) 0)
                .putShort((short) 7)
                .putShort((short) sequence);
        return ip(nanos, talk, forward, message.array(), false);
    }

    static Frame arp(long nanos) {
        var arp = ethernet(0, 0x0806, 46);
        arp.putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1);
        return noFlow(nanos, arp.array(), "not_ip");
    }

    /** Shorter than an Ethernet header. */
    static Frame runt(long nanos) {
        return noFlow(nanos, new byte[9], "not_ip");
    }

    /** An IPv4 header of which one byte at {@code offset} is {@code value}: a version, header length or total length that cannot be. */
    static Frame malformed(long nanos, Talk talk, int offset, int value) {
        var frame = udp(nanos, talk, true, 30).bytes().clone();
        frame[14 + offset] = (byte) value;
        return noFlow(nanos, frame, "malformed_ip");
    }

    private static Frame noFlow(long nanos, byte[] bytes, String cause) {
        return new Frame(nanos, bytes, bytes.length, new Frame.NoFlow(cause));
    }

    private static Frame ip(long nanos, Talk talk, boolean forward, byte[] payload, boolean again) {
        var source = (forward ? talk.client() : talk.server()).getAddress();
        var destination = (forward ? talk.server() : talk.client()).getAddress();
        int header = talk.ipv6() ? 40 : 20;
        int length = header + payload.length;
        var frame = ethernet(talk.vlan(), talk.ipv6() ? 0x86dd : 0x0800, length);
        int start = frame.position();
        if (talk.ipv6()) {
            frame.putInt(6 << 28).putShort((short) payload.length);
            frame.put((byte) talk.protocol()).put((byte) 64);
        } else {
            frame.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0x4000);
            frame.put((byte) 64).put((byte) talk.protocol()).putShort((short) 0);
        }
        frame.put(source).put(destination).put(payload);
        if (!talk.ipv6()) {
            frame.putShort(start + 10, checksum(frame, start));
        }
        return new Frame(nanos, frame.array(), frame.capacity(), new Frame.Packet(talk, forward, length, again));
    }

    /** Room for a frame with so many bytes above Ethernet, positioned there. */
    private static ByteBuffer ethernet(int vlan, int type, int length) {
        int header = vlan == 0 ? 14 : 18;
        var frame = ByteBuffer.allocate(Math.max(LEAST_ETHERNET, header + length));
        frame.put(new byte[] {2, 0, 0x5e, 0, 0x53, 2, 2, 0, 0x5e, 0, 0x53, 1});
        if (vlan != 0) {
            frame.putShort((short) 0x8100).putShort((short) vlan);
        }
        return frame.putShort((short) type);
    }

    private static short checksum(ByteBuffer frame, int at) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += frame.getShort(at + i) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (short) ~((sum & 0xFFFF) + (sum >>> 16));
    }
}
