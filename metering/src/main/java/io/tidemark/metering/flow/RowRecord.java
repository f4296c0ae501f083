package io.tidemark.metering.flow;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.flow.TunnelType;
import io.tidemark.contract.topic.Partitions;
import io.tidemark.metering.decode.Packet;

/** The view of a row that a sink gets: A and B turned to initiator and responder. Re-aimed for each record. */
final class RowRecord implements FlowRecord {
    private static final TunnelType[] TUNNELS = TunnelType.values();

    private long row; // its address
    private long state;
    private long window;
    private int initiator;
    private EndReason endReason;

    /** @param window start of the window that the row counted in, ns */
    void wrap(long row, long window, EndReason endReason) {
        this.row = row;
        this.endReason = endReason;
        this.window = window;
        this.state = Row.get(row, Row.STATE);
        this.initiator = TcpFacts.initiatorOf(state);
    }

    @Override
    public long windowStart() {
        return window;
    }

    @Override
    public int point() {
        return (int) (Row.get(row, Row.KEY) >>> Packet.KEY_POINT) & 0xFFFF;
    }

    @Override
    public boolean ipv4() {
        return (Row.get(row, Row.KEY) & Packet.KEY_IPV4) != 0;
    }

    @Override
    public long srcHigh() {
        return Row.get(row, Row.A_HIGH + 16 * initiator);
    }

    @Override
    public long srcLow() {
        return Row.get(row, Row.A_LOW + 16 * initiator);
    }

    @Override
    public long dstHigh() {
        return Row.get(row, Row.B_HIGH - 16 * initiator);
    }

    @Override
    public long dstLow() {
        return Row.get(row, Row.B_LOW - 16 * initiator);
    }

    @Override
    public int srcPort() {
        return (int) (Row.get(row, Row.KEY) >>> 16 * initiator) & 0xFFFF;
    }

    @Override
    public int dstPort() {
        return (int) (Row.get(row, Row.KEY) >>> 16 - 16 * initiator) & 0xFFFF;
    }

    @Override
    public int protocol() {
        return (int) (Row.get(row, Row.KEY) >>> 32) & 0xFF;
    }

    @Override
    public long hash() {
        return Partitions.hash(srcHigh(), srcLow(), srcPort(), dstHigh(), dstLow(), dstPort(), protocol());
    }

    @Override
    public long startNanos() {
        return Row.get(row, Row.FIRST);
    }

    @Override
    public long endNanos() {
        return Row.get(row, Row.LAST);
    }

    @Override
    public long packets(int direction) {
        return Row.get(row, Row.counter(Row.PACKETS, direction ^ initiator));
    }

    @Override
    public long bytes(int direction) {
        return Row.get(row, Row.counter(Row.BYTES, direction ^ initiator));
    }

    @Override
    public long frameBytes(int direction) {
        return Row.get(row, Row.counter(Row.FRAME_BYTES, direction ^ initiator));
    }

    @Override
    public int tcpFlags(int direction) {
        return fact(0, direction);
    }

    @Override
    public long retransmitted(int direction) {
        return rare(Row.part8(Row.DISORDER, direction ^ initiator)) >>> 32;
    }

    @Override
    public long outOfOrder(int direction) {
        return rare(Row.part8(Row.DISORDER, direction ^ initiator)) & 0xFFFFFFFFL;
    }

    @Override
    public long zeroWindows(int direction) {
        return Row.zeroWindows(row, direction ^ initiator);
    }

    @Override
    public int dscp(int direction) {
        return fact(Packet.DSCP, direction) & 0x3F;
    }

    @Override
    public int ttlMin(int direction) {
        return fact(Packet.LEAST_TTL, direction);
    }

    @Override
    public int ttlMax(int direction) {
        return fact(Packet.LARGEST_TTL, direction);
    }

    @Override
    public int ways(int direction) {
        return Row.getInt(row, Row.part4(Row.FACTS, direction ^ initiator)) >>> Row.WAY;
    }

    /** Most rows have counted nothing rare, and their rare part is in no cache, or not there. */
    private long rare(int counter) {
        return (state & Row.RARE_COUNTS) == 0 ? 0 : Row.get(Row.rare(row), counter);
    }

    /** Without a tunnel an earlier record's is there. */
    private long ofTunnel(int field) {
        return tunnelType() == TunnelType.TUNNEL_NONE ? 0 : Row.get(Row.rarest(row), field);
    }

    private int fact(int shift, int direction) {
        return Row.getInt(row, Row.part4(Row.FACTS, direction ^ initiator)) >>> shift & 0xFF;
    }

    @Override
    public boolean initiatorSeen() {
        return (state & Row.INITIATOR_SEEN) != 0;
    }

    @Override
    public EndReason endReason() {
        return endReason;
    }

    @Override
    public int vlan() {
        return (int) state & 0xFFF;
    }

    @Override
    public TunnelType tunnelType() {
        return TUNNELS[(int) (state >>> Row.TUNNEL_SHIFT) & 0x1F];
    }

    @Override
    public long tunnelId() {
        return ofTunnel(Row.TUNNEL_ID);
    }

    @Override
    public long tunnelSrcHigh() {
        return ofTunnel(Row.TUNNEL_SRC_HIGH);
    }

    @Override
    public long tunnelSrcLow() {
        return ofTunnel(Row.TUNNEL_SRC_LOW);
    }

    @Override
    public long tunnelDstHigh() {
        return ofTunnel(Row.TUNNEL_DST_HIGH);
    }

    @Override
    public long tunnelDstLow() {
        return ofTunnel(Row.TUNNEL_DST_LOW);
    }

    @Override
    public boolean tunnelIpv4() {
        return (state & Row.TUNNEL_IPV4) != 0;
    }

    @Override
    public long clientRttNanos() {
        return rare(Row.CLIENT_RTT);
    }

    @Override
    public long serverRttNanos() {
        return rare(Row.SERVER_RTT);
    }

    @Override
    public int icmpTypeCode() {
        return (int) (state >>> Row.ICMP_SHIFT) & 0xFFFF;
    }
}
