package io.tidemark.cli.flows;

import static io.tidemark.metering.flow.FlowRecord.FORWARD;
import static io.tidemark.metering.flow.FlowRecord.REVERSE;

import io.tidemark.cli.Thousands;
import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Lines for the eye: a flow each, initiator left, responder right; then the ledger as an equation. Times are UTC. */
final class Table implements Format {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Output out;
    private final boolean flows;
    private final ByteArrayOutputStream cell = new ByteArrayOutputStream();
    private final Output cellOut = new Output(cell);
    private int endWidth = 21; // an IPv4 address with its port; grows with the longest seen
    private Capture recent;

    /** @param flows false: the ledgers only */
    Table(Output out, boolean flows) {
        this.out = out;
        this.flows = flows;
    }

    @Override
    public void flow(Capture capture, String point, FlowRecord flow) {
        if (!flows) {
            return;
        }
        if (capture != recent) {
            header(capture);
        }
        String src = end(flow, true);
        String dst = end(flow, false);
        endWidth = Math.max(endWidth, Math.max(src.length(), dst.length()));
        out.text(TIME.format(Instant.ofEpochSecond(0, flow.startNanos())));
        left(Words.span(flow.endNanos() - flow.startNanos()), 8);
        right(Words.protocol(flow.protocol()), 7);
        right(src, endWidth);
        out.text(flow.initiatorSeen() ? " ->" : " - ");
        right(dst, endWidth);
        left(Words.amount(flow.packets(FORWARD)), 7);
        left(Words.amount(flow.packets(REVERSE)), 7);
        left(Words.amount(flow.bytes(FORWARD)), 7);
        left(Words.amount(flow.bytes(REVERSE)), 7);
        out.text(" ").text(notes(flow)).text("\n");
    }

    private void header(Capture capture) {
        recent = capture;
        out.text("%-23s%9s %-7s %-21s   %-22s%7s%8s%8s%8s  %s%n"
                .formatted(
                        "start (UTC)",
                        "lasts",
                        "proto",
                        "client",
                        "server",
                        "pkts>",
                        "<pkts",
                        "bytes>",
                        "<bytes",
                        "notes"));
    }

    private String end(FlowRecord flow, boolean src) {
        cell.reset();
        boolean brackets = !flow.ipv4() && (flow.srcPort() | flow.dstPort()) != 0;
        cellOut.text(brackets ? "[" : "");
        cellOut.address(flow.ipv4(), src ? flow.srcHigh() : flow.dstHigh(), src ? flow.srcLow() : flow.dstLow());
        cellOut.text(brackets ? "]" : "");
        if ((flow.srcPort() | flow.dstPort()) != 0) {
            cellOut.character(':').number(src ? flow.srcPort() : flow.dstPort());
        }
        cellOut.flush();
        return cell.toString(StandardCharsets.US_ASCII);
    }

    private static String notes(FlowRecord flow) {
        StringBuilder notes = new StringBuilder();
        if ((flow.tcpFlags(FORWARD) | flow.tcpFlags(REVERSE)) != 0) {
            notes.append(' ')
                    .append(Words.flags(flow.tcpFlags(FORWARD)))
                    .append('/')
                    .append(Words.flags(flow.tcpFlags(REVERSE)));
        }
        if (Words.isIcmp(flow.protocol())) {
            notes.append(" type ").append(flow.icmpTypeCode() >>> 8).append('/').append(flow.icmpTypeCode() & 0xFF);
        }
        if (flow.serverRttNanos() != 0 || flow.clientRttNanos() != 0) {
            notes.append(" rtt ").append(Words.span(flow.clientRttNanos() + flow.serverRttNanos()));
        }
        count(notes, " retransmitted ", flow.retransmitted(FORWARD) + flow.retransmitted(REVERSE));
        count(notes, " disordered ", flow.outOfOrder(FORWARD) + flow.outOfOrder(REVERSE));
        count(notes, " vlan ", flow.vlan());
        if (flow.tunnelType().ordinal() != 0) {
            notes.append(' ').append(Words.tunnel(flow.tunnelType()));
            count(notes, " ", flow.tunnelId());
        }
        return notes.toString();
    }

    private static void count(StringBuilder notes, String name, long value) {
        if (value != 0) {
            notes.append(name).append(value);
        }
    }

    private void left(String text, int width) {
        out.text(" ".repeat(Math.max(1, width + 1 - text.length()))).text(text);
    }

    private void right(String text, int width) {
        out.text(" ").text(text).text(" ".repeat(Math.max(0, width - text.length())));
    }

    @Override
    public void ledger(Capture capture, Ledger total, long flowCount) {
        out.text(capture.name())
                .text(": ")
                .text(Thousands.of(total.receivedPackets()))
                .text(" packets (");
        out.text(Thousands.of(total.receivedBytes())).text(" bytes) received = ");
        out.text(Thousands.of(total.meteredPackets()))
                .text(" in ")
                .text(Thousands.of(flowCount))
                .text(" flow records");
        for (Cause cause : Cause.values()) {
            if (total.droppedPackets(cause) > 0) {
                out.text(" + ")
                        .text(Thousands.of(total.droppedPackets(cause)))
                        .text(" ")
                        .text(cause.label());
            }
        }
        out.text("\n");
        recent = null;
    }

    @Override
    public void flush() {
        out.flush();
    }
}
