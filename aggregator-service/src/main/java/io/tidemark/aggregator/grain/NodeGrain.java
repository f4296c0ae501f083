package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.Facts;
import io.tidemark.contract.flow.Marker;
import io.tidemark.contract.summary.SummaryBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each node's flows add up to, next to what its markers announced. Complete: a row for every node that sent anything. */
final class NodeGrain {
    private final Map<String, Node> nodes = new TreeMap<>();

    /** The sums of a node, to be added to. */
    Node node(String name) {
        return nodes.computeIfAbsent(name, Node::new);
    }

    /** Ordered by name. */
    Rows rows() {
        var rows = List.copyOf(nodes.values());
        return new Rows() {
            @Override
            public int size() {
                return rows.size();
            }

            @Override
            public int maxBytes() {
                return 500;
            }

            @Override
            public void write(int row, SummaryBatch batch) {
                rows.get(row).write(batch);
            }
        };
    }

    /** True: not one flow, nothing announced. */
    boolean isEmpty() {
        return nodes.values().stream().allMatch(Node::isEmpty);
    }

    List<Node> all() {
        return new ArrayList<>(nodes.values());
    }

    /** One node's row. */
    static final class Node {
        final String name;
        final long[] sums = new long[Facts.SUMS];
        long announcedFlows;
        long announcedPackets;
        long announcedFrameBytes;

        Node(String name) {
            this.name = name;
        }

        void add(long[] flow) {
            for (int i = 0; i < Facts.SUMS; i++) {
                sums[i] += flow[i];
            }
        }

        void announce(Marker marker) {
            announcedFlows += marker.getFlows();
            announcedPackets += marker.getPackets();
            announcedFrameBytes += marker.getFrameBytes();
        }

        /** Packets, both ways, that its markers announced and that are in no batch that came. */
        long missingPackets() {
            return Math.max(0, announcedPackets - sums[Facts.FORWARD_PACKETS] - sums[Facts.REVERSE_PACKETS]);
        }

        long missingFrameBytes() {
            return Math.max(0, announcedFrameBytes - sums[Facts.FORWARD_FRAME_BYTES] - sums[Facts.REVERSE_FRAME_BYTES]);
        }

        boolean isEmpty() {
            return sums[Facts.FLOWS] == 0 && announcedFlows == 0 && announcedPackets == 0 && announcedFrameBytes == 0;
        }

        void write(SummaryBatch batch) {
            var row = batch.getMutableNodes()
                    .next()
                    .setNode(name)
                    .setAnnouncedFlows(announcedFlows)
                    .setAnnouncedPackets(announcedPackets)
                    .setAnnouncedFrameBytes(announcedFrameBytes);
            TotalsTable.write(sums, 0, row.getMutableTotals());
        }
    }
}
