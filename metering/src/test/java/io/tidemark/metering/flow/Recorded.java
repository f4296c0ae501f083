package io.tidemark.metering.flow;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.flow.TunnelType;
import io.tidemark.metering.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;

/** A sink that keeps copies of all it gets. */
public final class Recorded implements FlowSink {
    /** A record's copy; two-element arrays are forward and reverse. */
    public record Flow(
            long window,
            int point,
            long srcHigh,
            long srcLow,
            int srcPort,
            long dstHigh,
            long dstLow,
            int dstPort,
            int protocol,
            long start,
            long end,
            List<Long> packets,
            List<Long> bytes,
            List<Long> frameBytes,
            List<Integer> flags,
            List<Long> retransmitted,
            List<Long> outOfOrder,
            List<Long> zeroWindows,
            boolean initiatorSeen,
            EndReason endReason,
            long clientRtt,
            long serverRtt,
            int icmp,
            int vlan,
            TunnelType tunnel,
            long tunnelId,
            long tunnelSource,
            int ttlMin,
            int ttlMax,
            List<Integer> ways) {
        public long allPackets() {
            return packets.get(0) + packets.get(1);
        }

        public long allFrameBytes() {
            return frameBytes.get(0) + frameBytes.get(1);
        }
    }

    /** A window's end. */
    public record End(long window, List<Ledger> ledgers) {}

    public final List<Flow> flows = new ArrayList<>();
    public final List<End> ends = new ArrayList<>();
    public boolean ended;

    @Override
    public void flow(FlowRecord f) {
        flows.add(new Flow(
                f.windowStart(),
                f.point(),
                f.srcHigh(),
                f.srcLow(),
                f.srcPort(),
                f.dstHigh(),
                f.dstLow(),
                f.dstPort(),
                f.protocol(),
                f.startNanos(),
                f.endNanos(),
                List.of(f.packets(0), f.packets(1)),
                List.of(f.bytes(0), f.bytes(1)),
                List.of(f.frameBytes(0), f.frameBytes(1)),
                List.of(f.tcpFlags(0), f.tcpFlags(1)),
                List.of(f.retransmitted(0), f.retransmitted(1)),
                List.of(f.outOfOrder(0), f.outOfOrder(1)),
                List.of(f.zeroWindows(0), f.zeroWindows(1)),
                f.initiatorSeen(),
                f.endReason(),
                f.clientRttNanos(),
                f.serverRttNanos(),
                f.icmpTypeCode(),
                f.vlan(),
                f.tunnelType(),
                f.tunnelId(),
                f.tunnelSrcLow(),
                f.ttlMin(0),
                f.ttlMax(0),
                List.of(f.ways(0), f.ways(1))));
    }

    @Override
    public void windowEnd(long windowStart, List<Ledger> ledgers) {
        ends.add(new End(windowStart, ledgers));
    }

    @Override
    public void end() {
        ended = true;
    }

    /** Sum of all ledgers. */
    public Ledger total() {
        var total = new Ledger();
        ends.forEach(end -> end.ledgers().stream().filter(l -> l != null).forEach(total::add));
        return total;
    }
}
