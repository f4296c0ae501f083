package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.Counted;
import io.tidemark.aggregator.dedup.Facts;
import io.tidemark.aggregator.dedup.Observations;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.contract.flow.FlowBatch;
import java.util.List;

/**
 * All grains of one open window. The nodes' rows tell what each sent; all others are made when the window has closed, of the
 * observations that count, and the ledger tells what was set aside. So each of those has the same sums, to the packet:
 * what was sent, less the duplicates.
 *
 * <p>Space: the observations; when they are full, or while a closed window is written, the conversations, at most 140 bytes for each
 * of the bound's (both up to twice that right after growing); as much for each workload pair, at most 10 KB for each application,
 * some 200 bytes for each node. docs/explanation/memory-of-the-aggregator.md adds it up.
 */
public final class Grains {
    private final NodeGrain nodes = new NodeGrain();
    private final LedgerGrain ledgers = new LedgerGrain();
    private final ApplicationGrain applications;
    private final ConversationGrain conversations;
    private final WorkloadGrain workloads;
    private final int maxEntities;
    private final Observations observations;
    private final Facts facts = new Facts();

    public Grains(GrainLimits limits) {
        applications = new ApplicationGrain(limits.maxApplications());
        workloads = new WorkloadGrain(limits.maxWorkloadPairs());
        maxEntities = limits.maxWorkloadPairs() * 2;
        observations = new Observations(limits.maxFlows());
        conversations =
                new ConversationGrain(limits.topConversations(), limits.maxConversations(), observations.sets());
    }

    /** Adds the flows of a valid batch, and what its marker tells if it has one. */
    public void add(FlowBatch batch) {
        var node = nodes.node(batch.getNode());
        var points = observations.points(batch);
        var flows = batch.getFlows();
        for (int i = 0; i < flows.length(); i++) {
            facts.read(flows.get(i));
            node.add(facts.sums);
            if (!observations.add(points[flows.get(i).getPoint()], facts)) {
                count(facts);
                workloads.addUnnamed(facts);
            }
        }
        if (batch.hasMarker()) {
            node.announce(batch.getMarker());
            ledgers.add(node.name, batch);
        }
    }

    private void count(Facts flow) {
        applications.add(flow);
        conversations.add(flow);
    }

    /**
     * Books in the ledger, under the cause "missing", what the nodes' markers announced beyond what came: batches that could
     * not be read, or that the log has lost. Call it at most once, when all that was announced had the time to come.
     */
    public void bookMissing() {
        for (var node : nodes.all()) {
            ledgers.missing(node.name, node.missingPackets(), node.missingFrameBytes());
        }
    }

    /** True: there were no flows, and no marker told of any packet. */
    public boolean isEmpty() {
        return nodes.isEmpty() && ledgers.isEmpty();
    }

    /** Flow records that were added. */
    public long flows() {
        return nodes.all().stream().mapToLong(node -> node.sums[Facts.FLOWS]).sum();
    }

    /**
     * The rows of every grain, in the order of SummaryBatch's fields. Call it once, when the window has closed.
     *
     * @param lookup     what addresses belonged to
     * @param startNanos the window's start, ns since 1970
     * @param endNanos   first instant after it
     */
    public List<Rows> rows(Lookup lookup, long startNanos, long endNanos) {
        var names = new Names(lookup, startNanos, endNanos, maxEntities);
        observations.resolve(new Counted() {
            @Override
            public void flow(Facts flow) {
                count(flow);
                workloads.add(flow, names);
            }

            @Override
            public void duplicate(String node, String point, long packets, long frameBytes) {
                ledgers.duplicate(node, point, packets, frameBytes);
            }
        });
        return List.of(
                nodes.rows(), ledgers.rows(), applications.rows(), conversations.rows(names), workloads.rows(names));
    }
}
