package io.tidemark.cli.flows;

import static io.tidemark.metering.flow.FlowRecord.FORWARD;
import static io.tidemark.metering.flow.FlowRecord.REVERSE;

import io.tidemark.contract.flow.TunnelType;
import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.ledger.Ledger;

/** Comma-separated values (RFC 4180) with a header line: the columns of {@code HEADER}, the same for every flow. No ledger. */
final class Csv implements Format {
    private static final String HEADER = "capture,point,window,start,end,src_addr,src_port,dst_addr,dst_port,protocol,"
            + "forward_packets,forward_bytes,forward_frame_bytes,forward_tcp_flags,forward_retransmitted,forward_out_of_order,"
            + "reverse_packets,reverse_bytes,reverse_frame_bytes,reverse_tcp_flags,reverse_retransmitted,reverse_out_of_order,"
            + "client_rtt_ns,server_rtt_ns,icmp_type,icmp_code,vlan,tunnel,tunnel_id,initiator,end_reason,community_id\n";

    private final Output out;
    private final CommunityId communityId = new CommunityId();

    Csv(Output out) {
        this.out = out.text(HEADER);
    }

    @Override
    public void flow(Capture capture, String point, FlowRecord flow) {
        out.text(Words.csv(capture.name()))
                .character(',')
                .text(Words.csv(point))
                .character(',');
        if (capture.windowed()) {
            out.instant(flow.windowStart());
        }
        out.character(',').instant(flow.startNanos()).character(',').instant(flow.endNanos());
        out.character(',').address(flow.ipv4(), flow.srcHigh(), flow.srcLow());
        number(flow.srcPort());
        out.character(',').address(flow.ipv4(), flow.dstHigh(), flow.dstLow());
        number(flow.dstPort());
        number(flow.protocol());
        traffic(flow, FORWARD);
        traffic(flow, REVERSE);
        rare(flow);
        out.character(',').text(flow.initiatorSeen() ? "seen" : "guessed");
        out.character(',').text(Words.endReason(flow.endReason()));
        out.character(',').text(communityId.of(flow)).character('\n');
    }

    private void traffic(FlowRecord flow, int direction) {
        number(flow.packets(direction));
        number(flow.bytes(direction));
        number(flow.frameBytes(direction));
        number(flow.tcpFlags(direction));
        number(flow.retransmitted(direction));
        number(flow.outOfOrder(direction));
    }

    private void rare(FlowRecord flow) {
        boolean icmp = Words.isIcmp(flow.protocol());
        boolean tunnel = flow.tunnelType() != TunnelType.TUNNEL_NONE;
        numberIf(flow.clientRttNanos() != 0, flow.clientRttNanos());
        numberIf(flow.serverRttNanos() != 0, flow.serverRttNanos());
        numberIf(icmp, flow.icmpTypeCode() >>> 8);
        numberIf(icmp, flow.icmpTypeCode() & 0xFF);
        numberIf(flow.vlan() != 0, flow.vlan());
        out.character(',').text(tunnel ? Words.tunnel(flow.tunnelType()) : "");
        numberIf(tunnel, flow.tunnelId());
    }

    private void number(long value) {
        out.character(',').number(value);
    }

    private void numberIf(boolean known, long value) {
        out.character(',');
        if (known) {
            out.number(value);
        }
    }

    @Override
    public void ledger(Capture capture, Ledger total, long flows) {}

    @Override
    public void flush() {
        out.flush();
    }
}
