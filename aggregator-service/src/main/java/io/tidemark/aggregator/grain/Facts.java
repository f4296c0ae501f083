package io.tidemark.aggregator.grain;

import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.Traffic;
import us.hebi.quickbuf.RepeatedByte;

/** One flow, as the grains need it: its key in numbers, and what it adds to each sum. One per writer, filled again for every flow. */
final class Facts {
    /** What all grains sum up; a row has one long for each, in this order. */
    static final int FLOWS = 0;

    static final int FORWARD_PACKETS = 1;
    static final int FORWARD_BYTES = 2;
    static final int FORWARD_FRAME_BYTES = 3;
    static final int REVERSE_PACKETS = 4;
    static final int REVERSE_BYTES = 5;
    static final int REVERSE_FRAME_BYTES = 6;
    static final int RETRANSMITTED = 7;
    static final int OUT_OF_ORDER = 8;
    static final int ZERO_WINDOWS = 9;
    static final int SUMS = 10;

    private static final long V4_MAPPED = 0xffff_0000_0000L; // ::ffff:a.b.c.d (RFC 4291, 2.5.5.2)

    /** The initiator's address, 128 bits; IPv4 as ::ffff:a.b.c.d. */
    long clientHigh;

    long clientLow;
    long serverHigh;
    long serverLow;
    /** 16, or 4 for IPv4. */
    int addressLength;

    int serverPort;
    int protocol;
    final long[] sums = new long[SUMS];

    Facts() {
        sums[FLOWS] = 1;
    }

    /** Reads a flow whose addresses are 4 or 16 bytes, both alike. */
    void read(Flow flow) {
        addressLength = flow.getSrcAddr().length();
        clientHigh = high(flow.getSrcAddr());
        clientLow = low(flow.getSrcAddr());
        serverHigh = high(flow.getDstAddr());
        serverLow = low(flow.getDstAddr());
        serverPort = flow.getDstPort();
        protocol = flow.getProtocol();
        readSums(flow);
    }

    private void readSums(Flow flow) {
        Traffic forward = flow.getForward();
        Traffic reverse = flow.getReverse();
        sums[FORWARD_PACKETS] = forward.getPackets();
        sums[FORWARD_BYTES] = forward.getBytes();
        sums[FORWARD_FRAME_BYTES] = forward.getFrameBytes();
        sums[REVERSE_PACKETS] = reverse.getPackets();
        sums[REVERSE_BYTES] = reverse.getBytes();
        sums[REVERSE_FRAME_BYTES] = reverse.getFrameBytes();
        sums[RETRANSMITTED] = forward.getRetransmittedPackets() + reverse.getRetransmittedPackets();
        sums[OUT_OF_ORDER] = forward.getOutOfOrderPackets() + reverse.getOutOfOrderPackets();
        sums[ZERO_WINDOWS] = forward.getZeroWindows() + reverse.getZeroWindows();
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
