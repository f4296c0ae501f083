package io.tidemark.query.heatmap;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Role;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.grouping.Slice;
import io.tidemark.query.problem.TellsFailures;
import io.tidemark.query.range.Asked;
import io.tidemark.query.traffic.Traffic;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Query;

/** The same heat map over GraphQL. */
@GraphQLApi
@RolesAllowed(Role.VIEWER)
@TellsFailures
public class HeatmapGraphQL {
    private final Traffic traffic;

    HeatmapGraphQL(Traffic traffic) {
        this.traffic = traffic;
    }

    @Query
    @Description("Time by the values of dimensions")
    public Uni<Heatmap> heatmap(
            Instant from,
            Instant to,
            List<String> source,
            @Description("Condition in CEL: docs/reference/filter.md; absent: all traffic") String filter,
            String step,
            @Description("What the rows are; absent: by APPLICATION") List<Dimension> by,
            @DefaultValue("BYTES") Metric metric,
            @DefaultValue("40") int limit) {
        var rows = new Grouping(by == null ? List.of(Dimension.APPLICATION) : by);
        return traffic.heat(
                        new Asked(from, to, source),
                        new Slice(Filter.parse(filter), rows, metric),
                        step,
                        HeatmapResource.MOST_STEPS,
                        limit)
                .map(Heatmap::of);
    }
}
