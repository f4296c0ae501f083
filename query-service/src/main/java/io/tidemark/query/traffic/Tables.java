package io.tidemark.query.traffic;

import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.reply.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Answers as tables, for CSV. */
final class Tables {
    private static final List<String> CONVERSATION = List.of(
            "client",
            "server",
            "server_port",
            "protocol",
            "application",
            "flows",
            "packets",
            "bytes",
            "frame_bytes",
            "forward_packets",
            "forward_bytes",
            "forward_frame_bytes",
            "reverse_packets",
            "reverse_bytes",
            "reverse_frame_bytes",
            "retransmitted_packets",
            "out_of_order_packets",
            "first_window",
            "last_window");

    private Tables() {}

    /** A row for each step of each series; what has no line of its own has empty dimensions. */
    static Table of(Timeseries answer) {
        var columns = new ArrayList<>(List.of("time"));
        columns.addAll(labels(answer.by()));
        columns.addAll(List.of("name", answer.metric().label()));
        if (answer.earlier() != null) {
            columns.add("earlier");
        }
        var rows = new ArrayList<List<Object>>();
        for (var series : answer.series()) {
            for (int i = 0; i < answer.times().size(); i++) {
                var row = new ArrayList<>();
                row.add(answer.times().get(i));
                row.addAll(values(series.group(), answer.by()));
                row.add(series.name());
                row.add(series.values().get(i));
                if (answer.earlier() != null) {
                    row.add(series.earlier().get(i));
                }
                rows.add(row);
            }
        }
        return new Table(columns, rows, answer);
    }

    /** A row for each group, and on the last page one for all else, whose dimensions are empty. */
    static Table of(Top answer) {
        var columns = new ArrayList<>(labels(answer.by()));
        columns.addAll(List.of(
                "name",
                answer.metric().isSum() ? "value" : answer.metric().label(),
                "packets",
                "bytes",
                "frame_bytes",
                "flows",
                "retransmitted_packets",
                "earlier"));
        var rows = new ArrayList<List<Object>>();
        for (var top : answer.rows()) {
            var row = new ArrayList<Object>(top.group());
            row.addAll(Arrays.asList(
                    top.name(),
                    top.value(),
                    top.packets(),
                    top.bytes(),
                    top.frameBytes(),
                    top.flows(),
                    top.retransmittedPackets(),
                    top.earlier()));
            rows.add(row);
        }
        if (answer.next() == null) {
            var row = new ArrayList<>(values(null, answer.by()));
            row.addAll(Arrays.asList("Other", answer.other(), null, null, null, null, null, answer.earlierOther()));
            rows.add(row);
        }
        return new Table(columns, rows, answer, answer.next());
    }

    static Table of(Conversations answer) {
        var rows = answer.rows().stream()
                .map(c -> List.<Object>of(
                        c.client(),
                        c.server(),
                        c.serverPort(),
                        c.protocol(),
                        c.application(),
                        c.flows(),
                        c.packets(),
                        c.bytes(),
                        c.frameBytes(),
                        c.forward().packets(),
                        c.forward().bytes(),
                        c.forward().frameBytes(),
                        c.reverse().packets(),
                        c.reverse().bytes(),
                        c.reverse().frameBytes(),
                        c.retransmittedPackets(),
                        c.outOfOrderPackets(),
                        c.firstWindow(),
                        c.lastWindow()))
                .toList();
        return new Table(CONVERSATION, rows, answer, answer.next());
    }

    private static List<String> labels(List<Dimension> by) {
        return by.stream().map(Dimension::label).toList();
    }

    private static List<Object> values(List<String> group, List<Dimension> by) {
        return group != null
                ? List.copyOf(group)
                : by.stream().<Object>map(_ -> "").toList();
    }
}
