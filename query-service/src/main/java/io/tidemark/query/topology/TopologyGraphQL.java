package io.tidemark.query.topology;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Role;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.grouping.Slice;
import io.tidemark.query.problem.TellsFailures;
import io.tidemark.query.range.Asked;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Query;

/** The same graphs over GraphQL. */
@GraphQLApi
@RolesAllowed(Role.VIEWER)
@TellsFailures
public class TopologyGraphQL {
    private static final String FILTER = "Condition in CEL: docs/reference/filter.md; absent: all traffic";

    private final TopologyQuery topology;
    private final SankeyQuery sankey;

    TopologyGraphQL(TopologyQuery topology, SankeyQuery sankey) {
        this.topology = topology;
        this.sankey = sankey;
    }

    @Query
    @Description("Who talks to whom, as a graph")
    public Uni<Topology> topology(
            Instant from,
            Instant to,
            List<String> source,
            @Description(FILTER) String filter,
            @DefaultValue("WORKLOAD") Level by,
            @DefaultValue("BYTES") Metric metric,
            @DefaultValue("200") int limit) {
        return topology.of(new Asked(from, to, source), Filter.parse(filter), by, metric, limit);
    }

    @Query
    @Description("Traffic through ordered dimensions")
    public Uni<Sankey> sankey(
            Instant from,
            Instant to,
            List<String> source,
            @Description(FILTER) String filter,
            @Description("The layers, in order; absent: SRC_ENTITY, DST_ENTITY") List<Dimension> by,
            @DefaultValue("BYTES") Metric metric,
            @DefaultValue("10") int limit) {
        var layers = by == null ? List.of(Dimension.SRC_ENTITY, Dimension.DST_ENTITY) : by;
        return sankey.of(
                new Asked(from, to, source), new Slice(Filter.parse(filter), new Grouping(layers), metric), limit);
    }
}
