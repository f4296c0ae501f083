package io.tidemark.cli.flows;

import static io.tidemark.metering.flow.FlowRecord.FORWARD;
import static io.tidemark.metering.flow.FlowRecord.REVERSE;

import io.tidemark.contract.flow.FlowDirection;
import io.tidemark.contract.flow.TunnelType;
import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.source.Way;

/** One JSON object a line: {@code "type":"flow"} for a record, {@code "type":"ledger"} once a capture, after its flows. */
final class JsonLines implements Format {
    private final Output out;
    private final CommunityId communityId = new CommunityId();
    private Capture recent;
    private String captureText;

    JsonLines(Output out) {
        this.out = out;
    }

    @Override
    public void flow(Capture capture, String point, FlowRecord flow) {
        out.text("{\"type\":\"flow\",\"capture\":").text(quoted(capture));
        if (capture.windowed()) {
            out.text(",\"window\":\"").instant(flow.windowStart()).character('"');
        }
        key(flow);
        out.text(",\"start\":\"").instant(flow.startNanos());
        out.text("\",\"end\":\"").instant(flow.endNanos()).character('"');
        traffic(",\"forward\":{", flow, FORWARD);
        if (flow.packets(REVERSE) > 0) {
            traffic(",\"reverse\":{", flow, REVERSE);
        }
        out.text(",\"initiator\":\"").text(flow.initiatorSeen() ? "seen" : "guessed");
        out.text("\",\"end_reason\":\"").text(Words.endReason(flow.endReason()));
        out.text("\",\"point\":").text(Words.json(point));
        rare(flow);
        if (capture.sampling() > 1) {
            out.text(",\"sampling\":").number(capture.sampling());
        }
        out.text(",\"community_id\":\"").text(communityId.of(flow)).text("\"}\n");
    }

    private void key(FlowRecord flow) {
        out.text(",\"src_addr\":\"").address(flow.ipv4(), flow.srcHigh(), flow.srcLow());
        out.text("\",\"src_port\":").number(flow.srcPort());
        out.text(",\"dst_addr\":\"").address(flow.ipv4(), flow.dstHigh(), flow.dstLow());
        out.text("\",\"dst_port\":").number(flow.dstPort());
        out.text(",\"protocol\":").number(flow.protocol());
    }

    private void traffic(String name, FlowRecord flow, int direction) {
        out.text(name);
        out.text("\"packets\":").number(flow.packets(direction));
        out.text(",\"bytes\":").number(flow.bytes(direction));
        out.text(",\"frame_bytes\":").number(flow.frameBytes(direction));
        out.text(",\"tcp_flags\":").number(flow.tcpFlags(direction));
        out.text(",\"retransmitted_packets\":").number(flow.retransmitted(direction));
        out.text(",\"out_of_order_packets\":").number(flow.outOfOrder(direction));
        out.text(",\"zero_windows\":").number(flow.zeroWindows(direction));
        out.text(",\"dscp\":").number(flow.dscp(direction));
        out.text(",\"ttl_min\":").number(flow.ttlMin(direction));
        out.text(",\"ttl_max\":").number(flow.ttlMax(direction));
        if (flow.ways(direction) != Way.UNKNOWN) {
            out.text(",\"direction\":\"")
                    .text(Words.direction(FlowDirection.forNumber(flow.ways(direction))))
                    .character('"');
        }
        out.character('}');
    }

    private void rare(FlowRecord flow) {
        if (Words.isIcmp(flow.protocol())) {
            out.text(",\"icmp_type\":").number(flow.icmpTypeCode() >>> 8);
            out.text(",\"icmp_code\":").number(flow.icmpTypeCode() & 0xFF);
        }
        if (flow.clientRttNanos() != 0) {
            out.text(",\"client_rtt_ns\":").number(flow.clientRttNanos());
        }
        if (flow.serverRttNanos() != 0) {
            out.text(",\"server_rtt_ns\":").number(flow.serverRttNanos());
        }
        if (flow.vlan() != 0) {
            out.text(",\"vlan\":").number(flow.vlan());
        }
        if (flow.tunnelType() != TunnelType.TUNNEL_NONE) {
            tunnel(flow);
        }
    }

    private void tunnel(FlowRecord flow) {
        out.text(",\"tunnel\":{\"type\":\"").text(Words.tunnel(flow.tunnelType()));
        out.text("\",\"id\":").number(flow.tunnelId());
        if ((flow.tunnelSrcHigh() | flow.tunnelSrcLow() | flow.tunnelDstHigh() | flow.tunnelDstLow()) != 0) {
            out.text(",\"src_addr\":\"").address(flow.tunnelIpv4(), flow.tunnelSrcHigh(), flow.tunnelSrcLow());
            out.text("\",\"dst_addr\":\"").address(flow.tunnelIpv4(), flow.tunnelDstHigh(), flow.tunnelDstLow());
            out.character('"');
        }
        out.character('}');
    }

    @Override
    public void ledger(Capture capture, Ledger total, long flows) {
        out.text("{\"type\":\"ledger\",\"capture\":").text(quoted(capture));
        count(",\"received\":", total.receivedPackets(), total.receivedBytes());
        count(",\"metered\":", total.meteredPackets(), total.meteredBytes());
        out.text(",\"other\":{");
        String separator = "\"";
        for (Cause cause : Cause.values()) {
            if (total.droppedPackets(cause) > 0) {
                out.text(separator).text(cause.label());
                count("\":", total.droppedPackets(cause), total.droppedBytes(cause));
                separator = ",\"";
            }
        }
        out.text("},\"flows\":").number(flows).text("}\n");
    }

    private void count(String name, long packets, long bytes) {
        out.text(name).text("{\"packets\":").number(packets);
        out.text(",\"bytes\":").number(bytes).character('}');
    }

    private String quoted(Capture capture) {
        if (capture != recent) {
            recent = capture;
            captureText = Words.json(capture.name());
        }
        return captureText;
    }

    @Override
    public void flush() {
        out.flush();
    }
}
