package io.tidemark.query.topology;

import io.tidemark.query.reply.Table;
import java.util.Arrays;
import java.util.List;

/** Answers as tables, for CSV: the edges. */
final class Tables {
    private Tables() {}

    static Table of(Topology answer) {
        var columns = List.of(
                "client", "server", "value", "packets", "bytes", "frame_bytes", "flows", "retransmitted_packets");
        var rows = answer.edges().stream()
                .map(edge -> List.<Object>of(
                        edge.client(),
                        edge.server(),
                        edge.value(),
                        edge.packets(),
                        edge.bytes(),
                        edge.frameBytes(),
                        edge.flows(),
                        edge.retransmittedPackets()))
                .toList();
        return new Table(columns, rows, answer);
    }

    static Table of(Sankey answer) {
        var rows = answer.links().stream()
                .map(link -> Arrays.<Object>asList(link.layer(), link.source(), link.target(), link.value()))
                .toList();
        return new Table(List.of("layer", "source", "target", answer.metric().label()), rows, answer);
    }
}
