package io.tidemark.e2e.recount;

import io.tidemark.e2e.recount.Packet.Segment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Walks from a frame's first byte inwards, header by header, as the RFCs draw them. The last IP header that is whole is the
 * packet's. Written for clarity and for what the tests' captures have in them; it shares no code with the metering, on purpose.
 */
final class Dissection {
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int BRIDGED = 0x6558;

    private final ByteBuffer frame;
    private final int wire;
    private Packet innermost;
    private boolean malformed;
    private boolean tunnelled;

    /** A header that cannot be: the way ends before it. */
    private static final class CannotBe extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Dissection(CapturedFrame captured) {
        frame = ByteBuffer.wrap(captured.bytes());
        wire = captured.wire();
    }

    /** What is in a frame: its packet, or why there is none ("not_ip", "malformed_ip"). */
    record Result(Packet packet, String cause) {}

    static Result of(CapturedFrame captured) {
        var walk = new Dissection(captured);
        try {
            walk.ethernet(0);
        } catch (IndexOutOfBoundsException | CannotBe _) {
            // what was cut off, or makes no sense, ends the way; what was read before stands
        }
        if (walk.innermost != null) {
            return new Result(walk.innermost, null);
        }
        return new Result(null, walk.malformed ? "malformed_ip" : "not_ip");
    }

    private void ethernet(int at) {
        typed(u16(at + 12), at + 14);
    }

    private void typed(int etherType, int at) {
        switch (etherType) {
            case IPV4 -> ipv4(at);
            case IPV6 -> ipv6(at);
            case BRIDGED -> ethernet(at);
            case 0x8100, 0x88a8 -> typed(u16(at + 2), at + 4);
            case 0x8847 -> labels(at);
            case 0x8864 -> pointToPoint(at + 6);
            case 0x88e7 -> inTunnel(() -> ethernet(at + 4));
            default -> {
                // no IP in it
            }
        }
    }

    /** RFC 3032: labels until one says that it is the last; the version's nibble tells what follows. */
    private void labels(int at) {
        int next = at + 4;
        while ((u8(next - 2) & 1) == 0) {
            next += 4;
        }
        int inside = next;
        inTunnel(() -> {
            switch (u8(inside) >>> 4) {
                case 4 -> ipv4(inside);
                case 6 -> ipv6(inside);
                default -> {
                    // a pseudowire
                }
            }
        });
    }

    private void pointToPoint(int at) {
        inTunnel(() -> {
            switch (u16(at)) {
                case 0x0021 -> ipv4(at + 2);
                case 0x0057 -> ipv6(at + 2);
                default -> {
                    // control
                }
            }
        });
    }

    /** RFC 791. */
    private void ipv4(int at) {
        int header = (u8(at) & 0xF) * 4;
        int total = u16(at + 2);
        u8(at + 19); // all of it is there
        if (u8(at) >>> 4 != 4 || header < 20 || total != 0 && total < header) {
            throw cannotBe();
        }
        int length = total == 0 ? wire - at : total;
        boolean first = (u16(at + 6) & 0x1FFF) == 0;
        found(address(at + 12, 4), address(at + 16, 4), u8(at + 9), length);
        if (first) {
            transport(u8(at + 9), at + header, at + length);
        }
    }

    /** RFC 8200. */
    private void ipv6(int at) {
        u8(at + 39);
        if (u8(at) >>> 4 != 6) {
            throw cannotBe();
        }
        int length = 40 + u16(at + 4);
        int protocol = u8(at + 6);
        int next = at + 40;
        boolean first = true;
        while (first && (protocol == 0 || protocol == 43 || protocol == 44 || protocol == 60)) {
            boolean fragment = protocol == 44;
            first = !fragment || u16(next + 2) >>> 3 == 0;
            protocol = u8(next);
            next += fragment ? 8 : 8 * (1 + u8(next + 1));
        }
        found(address(at + 8, 16), address(at + 24, 16), protocol, length);
        if (first) {
            transport(protocol, next, at + length);
        }
    }

    private RuntimeException cannotBe() {
        malformed = true;
        return new CannotBe();
    }

    private void found(InetAddress source, InetAddress destination, int protocol, int length) {
        innermost = new Packet(source, destination, 0, 0, protocol, length, tunnelled, null, -1);
    }

    /** What an IP packet has behind its headers, up to {@code end}. */
    private void transport(int protocol, int at, int end) {
        switch (protocol) {
            case 4 -> inTunnel(() -> ipv4(at));
            case 41 -> inTunnel(() -> ipv6(at));
            case 47 -> gre(at);
            case Packet.TCP -> {
                ports(at, null);
                ports(at, segment(at, end));
            }
            case Packet.UDP -> {
                ports(at, null);
                inDatagram(u16(at + 2), at + 8);
            }
            case Packet.ICMP, Packet.ICMP6 ->
                innermost = new Packet(
                        innermost.source(),
                        innermost.destination(),
                        0,
                        0,
                        protocol,
                        innermost.bytes(),
                        tunnelled,
                        null,
                        u8(at));
            default -> {
                // shows no ports
            }
        }
    }

    private void ports(int at, Segment segment) {
        innermost = new Packet(
                innermost.source(),
                innermost.destination(),
                u16(at),
                u16(at + 2),
                innermost.protocol(),
                innermost.bytes(),
                tunnelled,
                segment,
                -1);
    }

    private Segment segment(int at, int end) {
        int flags = u8(at + 13);
        boolean fin = (flags & 1) != 0;
        boolean syn = (flags & 2) != 0;
        int data = end - at - (u8(at + 12) >>> 4) * 4;
        return new Segment(
                frame.getInt(at + 4),
                data + (syn ? 1 : 0) + (fin ? 1 : 0),
                u16(at + 14),
                syn,
                (flags & 16) != 0,
                fin,
                (flags & 4) != 0);
    }

    private void inDatagram(int port, int at) {
        switch (port) {
            case 4789 -> { // RFC 7348
                if ((u8(at) & 8) != 0) {
                    inTunnel(() -> ethernet(at + 8));
                }
            }
            case 6081 -> { // RFC 8926
                if (u8(at) >>> 6 == 0) {
                    inTunnel(() -> typed(u16(at + 2), at + 8 + (u8(at) & 0x3F) * 4));
                }
            }
            case 2152 -> { // 3GPP TS 29.281: version 1, a packet of a user, no extensions
                if ((u8(at) & 0xF7) == 0x30 && u8(at + 1) == 255) {
                    inTunnel(() -> {
                        if (u8(at + 8) >>> 4 == 6) {
                            ipv6(at + 8);
                        } else {
                            ipv4(at + 8);
                        }
                    });
                }
            }
            default -> {
                // data
            }
        }
    }

    /** RFC 2784 and 2890; ERSPAN of type I has no header of its own, type II eight bytes after a sequence number. */
    private void gre(int at) {
        int flags = u16(at);
        if ((flags & 7) != 0) {
            return;
        }
        int next = at + 4 + 4 * Integer.bitCount(flags & 0xB000);
        int inside = next + (u16(at + 2) == 0x88be && (flags & 0x1000) != 0 ? 8 : 0);
        inTunnel(() -> typed(u16(at + 2) == 0x88be ? BRIDGED : u16(at + 2), inside));
    }

    private void inTunnel(Runnable rest) {
        boolean before = tunnelled;
        tunnelled = true;
        rest.run();
        tunnelled = before;
    }

    private InetAddress address(int at, int length) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(frame.array(), at, at + length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private int u8(int at) {
        return frame.get(at) & 0xFF;
    }

    private int u16(int at) {
        return frame.getShort(at) & 0xFFFF;
    }
}
