package io.tidemark.e2e.recount;

import java.net.InetAddress;

/**
 * The innermost IP packet of a frame.
 *
 * @param sourcePort 0 where the protocol has none or the packet does not show it, as {@code destinationPort}
 * @param bytes      IP length
 * @param tunnelled  it was in another packet, or behind labels
 * @param segment    null unless a TCP header is in sight
 * @param icmpType   -1 unless an ICMP header is in sight
 */
record Packet(
        InetAddress source,
        InetAddress destination,
        int sourcePort,
        int destinationPort,
        int protocol,
        int bytes,
        boolean tunnelled,
        Segment segment,
        int icmpType) {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP6 = 58;

    /**
     * A TCP segment (RFC 9293).
     *
     * @param length of its data in sequence numbers: bytes, one for SYN and one for FIN
     * @param window as announced, not scaled
     */
    record Segment(int sequence, int length, int window, boolean syn, boolean ack, boolean fin, boolean rst) {
        /** Whether its sender can take nothing more for now. */
        boolean closesWindow() {
            return window == 0 && !syn && !fin && !rst;
        }
    }
}
