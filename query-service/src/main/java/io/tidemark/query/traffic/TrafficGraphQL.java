package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.problem.Failures;
import io.tidemark.query.range.Asked;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Query;

/** The same answers over GraphQL. */
@GraphQLApi
public class TrafficGraphQL {
    private static final String FILTER = "Condition in CEL: docs/reference/filter.md; absent: all traffic";

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
            @DefaultValue("PROTOCOL") SeriesBy by,
            @DefaultValue("BYTES") Metric metric,
            @DefaultValue("10") int limit) {
        return Failures.logged(
                traffic.timeseries(new Asked(from, to, source), Filter.parse(filter), step, by, metric, limit));
    }

    @Query
    @Description("The largest hosts, conversations, applications, protocols, workloads or namespaces")
    public Uni<Top> top(
            Instant from,
            Instant to,
            List<String> source,
            @Description(FILTER) String filter,
            @DefaultValue("HOST") TopBy by,
            @DefaultValue("BYTES") Metric metric,
            @DefaultValue("10") int limit) {
        return Failures.logged(traffic.top(new Asked(from, to, source), Filter.parse(filter), by, metric, limit));
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
        return Failures.logged(
                traffic.conversations(new Asked(from, to, source), Filter.parse(filter), sort, limit, cursor));
    }
}
