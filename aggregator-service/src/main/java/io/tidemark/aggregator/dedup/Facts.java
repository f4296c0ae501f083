package io.tidemark.aggregator.dedup;

import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.Initiator;
import io.tidemark.contract.flow.Traffic;
import io.tidemark.contract.flow.TunnelType;
import us.hebi.quickbuf.RepeatedByte;

/** One flow in numbers: its key, and what it adds to each sum. One per worker, filled again for every flow. */
public final class Facts {
    /** What all grains sum up; a row has one long for each, in this order. */
    public static final int FLOWS = 0;

    public static final int FORWARD_PACKETS = 1;
    public static final int FORWARD_BYTES = 2;
    public static final int FORWARD_FRAME_BYTES = 3;
    public static final int REVERSE_PACKETS = 4;
    public static final int REVERSE_BYTES = 5;
    public static final int REVERSE_FRAME_BYTES = 6;
    public static final int RETRANSMITTED = 7;
    public static final int OUT_OF_ORDER = 8;
    public static final int ZERO_WINDOWS = 9;
    public static final int SUMS = 10;

    /** What a direction counts, in the order of {@link #forward}: packets, bytes, frame bytes, then TCP's three. */
    static final int PACKETS = 0;

    static final int FRAME_BYTES = 2;
    static final int DIRECTION = 6;

    private static final long V4_MAPPED = 0xffff_0000_0000L; // ::ffff:a.b.c.d (RFC 4291, 2.5.5.2)

    /** The initiator's address, 128 bits; IPv4 as ::ffff:a.b.c.d. */
    public long clientHigh;

    public long clientLow;
    public long serverHigh;
    public long serverLow;
    public int clientPort;
    public int serverPort;
    public int protocol;
    public boolean ipv4;
    /** Packet time of its first packet in the window, ns since 1970. */
    public long start;
    /** As {@link #sum} left them. */
    public final long[] sums = new long[SUMS];

    /** Handshake as seen where the flow was counted, ns; 0: not seen. */
    public long clientRtt;

    public long serverRtt;

    /** Where it was seen, a number of {@link PointSets}. */
    public int observedAt;

    long flows;
    boolean initiatorSeen;
    boolean tunnelled;
    final long[] forward = new long[DIRECTION];
    final long[] reverse = new long[DIRECTION];

    /** Reads a flow whose addresses are 4 or 16 bytes, both alike. */
    public void read(Flow flow) {
        ipv4 = flow.getSrcAddr().length() == 4;
        clientHigh = high(flow.getSrcAddr());
        clientLow = low(flow.getSrcAddr());
        serverHigh = high(flow.getDstAddr());
        serverLow = low(flow.getDstAddr());
        clientPort = flow.getSrcPort();
        serverPort = flow.getDstPort();
        protocol = flow.getProtocol();
        clientRtt = flow.getClientRttNs();
        serverRtt = flow.getServerRttNs();
        start = flow.getStartNs();
        flows = 1;
        initiatorSeen = flow.getInitiatorValue() == Initiator.INITIATOR_SEEN_VALUE;
        tunnelled = flow.getTunnelTypeValue() != TunnelType.TUNNEL_NONE_VALUE;
        read(flow.getForward(), forward);
        read(flow.getReverse(), reverse);
        sum();
    }

    private static void read(Traffic traffic, long[] counts) {
        counts[PACKETS] = traffic.getPackets();
        counts[1] = traffic.getBytes();
        counts[FRAME_BYTES] = traffic.getFrameBytes();
        counts[3] = traffic.getRetransmittedPackets();
        counts[4] = traffic.getOutOfOrderPackets();
        counts[5] = traffic.getZeroWindows();
    }

    /** Fills {@link #sums} with what the directions count. */
    void sum() {
        sums[FLOWS] = flows;
        System.arraycopy(forward, 0, sums, FORWARD_PACKETS, 3);
        System.arraycopy(reverse, 0, sums, REVERSE_PACKETS, 3);
        for (int i = 0; i < 3; i++) {
            sums[RETRANSMITTED + i] = forward[3 + i] + reverse[3 + i];
        }
    }

    private static long high(RepeatedByte address) {
        return address.length() == 4 ? 0 : bigEndian(address.array(), 0, 8);
    }

    private static long low(RepeatedByte address) {
        return address.length() == 4 ? V4_MAPPED | bigEndian(address.array(), 0, 4) : bigEndian(address.array(), 8, 8);
    }

    private static long bigEndian(byte[] bytes, int from, int length) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }
}
