package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.Counted;
import io.tidemark.aggregator.dedup.Facts;
import io.tidemark.aggregator.dedup.Observations;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.memory.Share;
import io.tidemark.contract.flow.FlowBatch;
import java.util.List;

/**
 * All grains of one open window. The nodes' rows tell what each sent; all others are made when the window has closed, of the
 * observations that count, and the ledger tells what was set aside. So each of those has the same sums, to the packet:
 * what was sent, less the duplicates.
 *
 * <p>Space: the observations; when they are full, or while a closed window is written, the conversations, at most 152 bytes for each
 * of the bound's; nearly as much for each workload pair, at most 11.5 KB for each application; all of it from one share of the memory. Beside
 * it some 200 bytes for each node, and 70 KB. docs/explanation/memory-of-the-aggregator.md adds it up.
 */
public final class Grains {
    private final NodeGrain nodes = new NodeGrain();
    private final LedgerGrain ledgers = new LedgerGrain();
    private final ApplicationGrain applications;
    private final ConversationGrain conversations;
    private final WorkloadGrain workloads;
    private final int maxEntities;
    private final Share memory;
    private final Observations observations;
    private final Facts facts = new Facts();

    /** Of a window that has memory for all that its limits allow, and of whose size nothing is known. */
    public Grains(GrainLimits limits) {
        this(limits, Share.unbounded(), new Sizes());
    }

    /**
     * Of a window that opens.
     *
     * @param memory what it may hold
     * @param before how large the one before was
     */
    public Grains(GrainLimits limits, Share memory, Sizes before) {
        this.memory = memory;
        applications = new ApplicationGrain(limits.maxApplications(), memory);
        workloads = new WorkloadGrain(limits.maxWorkloadPairs(), memory);
        maxEntities = limits.maxWorkloadPairs() * 2;
        observations = new Observations(limits.maxFlows(), memory);
        observations.expect(before.biflows, before.observations);
        conversations = new ConversationGrain(
                limits.topConversations(), limits.maxConversations(), observations.sets(), memory);
        conversations.expect(before.conversations);
    }

    /**
     * Adds the flows of a valid batch, and what its marker tells if it has one.
     *
     * @return how many of the flows there was no room for: they are in all sums, counted as they came
     */
    public int add(FlowBatch batch) {
        var node = nodes.node(batch.getNode());
        var points = observations.points(batch);
        var flows = batch.getFlows();
        int coarse = 0;
        for (int i = 0; i < flows.length(); i++) {
            facts.read(flows.get(i));
            node.add(facts.sums);
            if (!observations.add(points[flows.get(i).getPoint()], facts)) {
                count(facts);
                workloads.addUnnamed(facts);
                coarse++;
            }
        }
        if (batch.hasMarker()) {
            node.announce(batch.getMarker());
            ledgers.add(node.name, batch);
        }
        return coarse;
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
        memory.close();
        var names = new Names(lookup, startNanos, endNanos, maxEntities, memory);
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

    /** Gives the window's memory back: it was written, or has nothing to tell. Neither it nor its rows may be used any more. */
    public void end(Sizes sizes) {
        sizes.biflows = observations.biflows();
        sizes.observations = observations.size();
        sizes.conversations = conversations.size();
        memory.end();
    }

    /** How large a window was, so that the next one's tables need not grow. */
    public static final class Sizes {
        private int biflows;
        private int observations;
        private int conversations;
    }
}
