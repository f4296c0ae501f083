package io.tidemark.metering.flow;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.flow.TunnelType;

/**
 * A flow record (RFC 7011, 2.1; biflow: RFC 5103) read where it lies in the flow table. Forward is the initiator's direction,
 * {@code src} the initiator. Units and meaning of every field are those of {@code Flow} in {@code flow.proto}.
 * Addresses are 128 bits in two longs, big endian; IPv4 is {@code ::ffff:a.b.c.d}. Reading allocates nothing.
 */
public interface FlowRecord {
    /** Forward, and reverse: the argument of the getters that speak of one direction. */
    int FORWARD = 0;

    int REVERSE = 1;

    long windowStart();

    int point();

    boolean ipv4();

    long srcHigh();

    long srcLow();

    long dstHigh();

    long dstLow();

    int srcPort();

    int dstPort();

    int protocol();

    /** {@link io.tidemark.contract.topic.Partitions#hash} of the key; the same for both directions. */
    long hash();

    long startNanos();

    long endNanos();

    long packets(int direction);

    long bytes(int direction);

    long frameBytes(int direction);

    int tcpFlags(int direction);

    long retransmitted(int direction);

    long outOfOrder(int direction);

    long zeroWindows(int direction);

    int dscp(int direction);

    int ttlMin(int direction);

    int ttlMax(int direction);

    /** Which ways its packets went by the point: {@link io.tidemark.metering.source.Way}, added up. */
    int ways(int direction);

    boolean initiatorSeen();

    EndReason endReason();

    int vlan();

    TunnelType tunnelType();

    long tunnelId();

    /** Outer addresses; as {@link #srcHigh}; all zero without a tunnel. */
    long tunnelSrcHigh();

    long tunnelSrcLow();

    long tunnelDstHigh();

    long tunnelDstLow();

    boolean tunnelIpv4();

    long clientRttNanos();

    long serverRttNanos();

    int icmpTypeCode();
}
