package io.tidemark.query.ledger;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Role;
import io.tidemark.query.problem.TellsFailures;
import io.tidemark.query.range.Asked;
import io.tidemark.query.reply.PageInfo;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** The same ledger over GraphQL. */
@GraphQLApi
@RolesAllowed(Role.VIEWER)
@TellsFailures
public class LedgerGraphQL {
    private final LedgerQuery ledger;
    private final WindowLedgersQuery windows;
    private final NodesQuery nodes;

    LedgerGraphQL(LedgerQuery ledger, WindowLedgersQuery windows, NodesQuery nodes) {
        this.ledger = ledger;
        this.windows = windows;
        this.nodes = nodes;
    }

    @Query
    @Description("Every packet that was received: in a flow, or not, and why")
    public Uni<Ledger> ledger(Instant from, Instant to, List<String> source) {
        return ledger.of(new Asked(from, to, source));
    }

    @Query
    @Description(
            "The same of each window by itself, latest first; of longer steps where there are more than limit, 2-1000")
    public Uni<WindowLedgers> ledgerWindows(
            Instant from,
            Instant to,
            List<String> source,
            @Description("Of this node alone; absent: of all together") String node,
            @DefaultValue("100") int limit) {
        var ofNode = node == null || node.isEmpty() ? null : node;
        return windows.of(new Asked(from, to, source), ofNode, limit);
    }

    @Query
    @Description("Each node: its windows, those that were closed without it, and its equation, page by page")
    public Uni<Nodes> nodes(
            Instant from, Instant to, List<String> source, @DefaultValue("100") int limit, String cursor) {
        return nodes.page(new Asked(from, to, source), limit, cursor);
    }

    /** Nodes as a cursor connection. */
    public List<NodeEdge> edges(@Source Nodes page) {
        return NodeEdge.of(page);
    }

    /** Where a page of nodes stands. */
    public PageInfo pageInfo(@Source Nodes page) {
        var edges = NodeEdge.of(page);
        return new PageInfo(
                page.next() != null, edges.isEmpty() ? null : edges.getLast().cursor());
    }
}
