package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Role;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.grouping.Slice;
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

/** The same answers over GraphQL. */
@GraphQLApi
@RolesAllowed(Role.VIEWER)
@TellsFailures
public class TrafficGraphQL {
    private static final String FILTER = "Condition in CEL: docs/reference/filter.md; absent: all traffic";
    private static final String COMPARE =
            "Beside it what was earlier, by previous, 1h, 1d, 1w or PT1H; absent: nothing";

    private final Traffic traffic;

    TrafficGraphQL(Traffic traffic) {
        this.traffic = traffic;
    }

    @Query
    @Description("Traffic over time, in steps that the server chooses where none is asked for")
    public Uni<Timeseries> timeseries(
            Instant from,
            Instant to,
            List<String> source,
            @Description(FILTER) String filter,
            String step,
            @Description("What it is split by; absent: by PROTOCOL; empty: by nothing") List<Dimension> by,
            @DefaultValue("BYTES") Metric metric,
            @DefaultValue("10") int limit,
            @Description(COMPARE) String compare) {
        return traffic.timeseries(
                new Asked(from, to, source), slice(filter, by, Dimension.PROTOCOL, metric), step, limit, compare);
    }

    @Query
    @Description("The largest, page by page")
    public Uni<Top> top(
            Instant from,
            Instant to,
            List<String> source,
            @Description(FILTER) String filter,
            @Description("What is ranked: groups of one value of each; absent: by ANY_ADDR; empty: by nothing")
                    List<Dimension> by,
            @DefaultValue("BYTES") Metric metric,
            @DefaultValue("10") int limit,
            String cursor,
            @Description(COMPARE) String compare) {
        return traffic.top(
                new Asked(from, to, source), slice(filter, by, Dimension.ANY_ADDR, metric), limit, cursor, compare);
    }

    private static Slice slice(String filter, List<Dimension> by, Dimension absent, Metric metric) {
        return new Slice(Filter.parse(filter), new Grouping(by == null ? List.of(absent) : by), metric);
    }

    @Query
    @Description("Who talked to whom, page by page")
    public Uni<Conversations> conversations(
            Instant from,
            Instant to,
            List<String> source,
            @Description(FILTER) String filter,
            @DefaultValue("BYTES") ConversationSort sort,
            @DefaultValue("50") int limit,
            String cursor) {
        return traffic.conversations(new Asked(from, to, source), Filter.parse(filter), sort, limit, cursor);
    }

    /** Conversations as a cursor connection. */
    public List<ConversationEdge> edges(@Source Conversations page) {
        return ConversationEdge.of(page);
    }

    /** Where a page of conversations stands. */
    public PageInfo pageInfo(@Source Conversations page) {
        var edges = ConversationEdge.of(page);
        return new PageInfo(
                page.next() != null, edges.isEmpty() ? null : edges.getLast().cursor());
    }

    /** The largest as a cursor connection. */
    public List<TopEdge> edges(@Source Top page) {
        return TopEdge.of(page);
    }

    /** Where a page of the largest stands. */
    public PageInfo pageInfo(@Source Top page) {
        var edges = TopEdge.of(page);
        return new PageInfo(
                page.next() != null, edges.isEmpty() ? null : edges.getLast().cursor());
    }
}
