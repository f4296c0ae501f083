package io.tidemark.metering.record;

import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.Initiator;
import io.tidemark.contract.flow.Traffic;
import io.tidemark.contract.flow.TunnelType;
import io.tidemark.metering.flow.FlowRecord;
import us.hebi.quickbuf.RepeatedByte;

/** Fills a {@code Flow} message from a record. As proto3 has it, what is 0 is left out. */
final class FlowEncoder {
    private FlowEncoder() {}

    /**
     * @param flow     cleared
     * @param sampling one of so many packets was metered
     */
    static void encode(FlowRecord from, Flow flow, int sampling) {
        address(flow.getMutableSrcAddr(), from.ipv4(), from.srcHigh(), from.srcLow());
        address(flow.getMutableDstAddr(), from.ipv4(), from.dstHigh(), from.dstLow());
        if (from.srcPort() != 0) {
            flow.setSrcPort(from.srcPort());
        }
        if (from.dstPort() != 0) {
            flow.setDstPort(from.dstPort());
        }
        if (from.protocol() != 0) {
            flow.setProtocol(from.protocol());
        }
        flow.setStartNs(from.startNanos());
        flow.setEndNs(from.endNanos());
        traffic(from, FlowRecord.FORWARD, flow.getMutableForward());
        if (from.packets(FlowRecord.REVERSE) > 0) {
            traffic(from, FlowRecord.REVERSE, flow.getMutableReverse());
        }
        if (from.point() != 0) {
            flow.setPoint(from.point());
        }
        if (from.initiatorSeen()) {
            flow.setInitiator(Initiator.INITIATOR_SEEN);
        }
        flow.setEndReason(from.endReason());
        flow.setSampling(sampling);
        rare(from, flow);
    }

    private static void rare(FlowRecord from, Flow flow) {
        if (from.vlan() != 0) {
            flow.setVlan(from.vlan());
        }
        if (from.tunnelType() != TunnelType.TUNNEL_NONE) {
            tunnel(from, flow);
        }
        if (from.clientRttNanos() != 0) {
            flow.setClientRttNs(from.clientRttNanos());
        }
        if (from.serverRttNanos() != 0) {
            flow.setServerRttNs(from.serverRttNanos());
        }
        if (from.icmpTypeCode() != 0) {
            flow.setIcmpTypeCode(from.icmpTypeCode());
        }
    }

    private static void tunnel(FlowRecord from, Flow flow) {
        flow.setTunnelType(from.tunnelType());
        if (from.tunnelId() != 0) {
            flow.setTunnelId(from.tunnelId());
        }
        if ((from.tunnelSrcHigh() | from.tunnelSrcLow() | from.tunnelDstHigh() | from.tunnelDstLow()) != 0) {
            address(flow.getMutableTunnelSrcAddr(), from.tunnelIpv4(), from.tunnelSrcHigh(), from.tunnelSrcLow());
            address(flow.getMutableTunnelDstAddr(), from.tunnelIpv4(), from.tunnelDstHigh(), from.tunnelDstLow());
        }
    }

    private static void traffic(FlowRecord from, int direction, Traffic to) {
        to.setPackets(from.packets(direction));
        to.setBytes(from.bytes(direction));
        to.setFrameBytes(from.frameBytes(direction));
        if (from.tcpFlags(direction) != 0) {
            to.setTcpFlags(from.tcpFlags(direction));
        }
        if (from.retransmitted(direction) != 0) {
            to.setRetransmittedPackets(from.retransmitted(direction));
        }
        if (from.outOfOrder(direction) != 0) {
            to.setOutOfOrderPackets(from.outOfOrder(direction));
        }
        if (from.zeroWindows(direction) != 0) {
            to.setZeroWindows(from.zeroWindows(direction));
        }
        if (from.dscp(direction) != 0) {
            to.setDscp(from.dscp(direction));
        }
        if (from.ttlMin(direction) != 0) {
            to.setTtlMin(from.ttlMin(direction));
        }
        if (from.ttlMax(direction) != 0) {
            to.setTtlMax(from.ttlMax(direction));
        }
    }

    /** 4 or 16 bytes, network order. */
    private static void address(RepeatedByte to, boolean ipv4, long high, long low) {
        to.setLength(ipv4 ? 4 : 16);
        byte[] bytes = to.array();
        if (ipv4) {
            for (int i = 0; i < 4; i++) {
                bytes[i] = (byte) (low >>> 24 - 8 * i);
            }
            return;
        }
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (high >>> 56 - 8 * i);
            bytes[8 + i] = (byte) (low >>> 56 - 8 * i);
        }
    }
}
