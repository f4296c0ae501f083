package io.tidemark.metering.flow;

import io.tidemark.metering.decode.Packet;

/**
 * A frame that was decoded and waits to be counted, with the key of its biflow. Both directions have the same key: end A is the
 * one whose address, or else port, is the lower unsigned number.
 */
final class Arrival {
    final Packet packet = new Packet();
    boolean ip; // false: there is no key, it is counted as dropped
    boolean malformed;
    long time; // ns since 1970
    int point;
    int wire; // frame bytes

    long aHigh;
    long aLow;
    long bHigh;
    long bLow;
    long key; // as Row.KEY
    int direction; // 0: from A to B, 1: from B to A
    long hash; // of the key, as the table has it
    int guess; // the row that it probably has; any row if it has none

    /** Sets the key. Almost no branch asks for the direction: half of the time the processor would guess it wrong. */
    void orient() {
        long srcHigh = packet.srcHigh();
        long srcLow = packet.srcLow();
        long dstHigh = packet.dstHigh();
        long dstLow = packet.dstLow();
        int srcPort = packet.srcPort();
        int dstPort = packet.dstPort();
        long back = srcHigh != dstHigh
                ? isLower(dstHigh, srcHigh)
                : srcLow != dstLow ? isLower(dstLow, srcLow) : dstPort - srcPort >>> 31;
        long swap = -back;
        long high = (srcHigh ^ dstHigh) & swap;
        long low = (srcLow ^ dstLow) & swap;
        int port = (srcPort ^ dstPort) & (int) swap;
        aHigh = srcHigh ^ high;
        bHigh = dstHigh ^ high;
        aLow = srcLow ^ low;
        bLow = dstLow ^ low;
        key = (srcPort ^ port)
                | (long) (dstPort ^ port) << 16
                | (long) packet.protocol() << 32
                | (long) point << 40
                | (packet.ipv4() ? Row.KEY_IPV4 : 0);
        direction = (int) back;
    }

    /** 1 if a is lower than b, both unsigned, else 0: the borrow of a - b (Warren, Hacker's Delight, 2-13). */
    private static long isLower(long a, long b) {
        return (~a & b | (~a | b) & a - b) >>> 63;
    }
}
