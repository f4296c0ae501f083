package io.tidemark.aggregator.grain;

import io.tidemark.contract.flow.FlowBatch;
import java.util.List;

/**
 * All grains of one open window. Each flow goes into every grain once, so that each grain's sums are the same to the packet.
 *
 * <p>Space: the conversations, at most 136 bytes for each of the bound's (twice that right after the table has grown), 0.2 MB
 * for the applications, some 200 bytes for each node.
 */
public final class Grains {
    private final NodeGrain nodes = new NodeGrain();
    private final LedgerGrain ledgers = new LedgerGrain();
    private final ApplicationGrain applications;
    private final ConversationGrain conversations;
    private final Facts facts = new Facts();

    public Grains(GrainLimits limits) {
        applications = new ApplicationGrain(limits.maxApplications());
        conversations = new ConversationGrain(limits.topConversations(), limits.maxConversations());
    }

    /** Adds the flows of a valid batch, and what its marker tells if it has one. */
    public void add(FlowBatch batch) {
        var node = nodes.node(batch.getNode());
        var flows = batch.getFlows();
        for (int i = 0; i < flows.length(); i++) {
            facts.read(flows.get(i));
            node.add(facts.sums);
            applications.add(facts);
            conversations.add(facts);
        }
        if (batch.hasMarker()) {
            node.announce(batch.getMarker());
            ledgers.add(node.name, batch);
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

    /** The rows of every grain, in the order of SummaryBatch's fields. Call it once, when the window has closed. */
    public List<Rows> rows() {
        return List.of(nodes.rows(), ledgers.rows(), applications.rows(), conversations.rows());
    }
}
