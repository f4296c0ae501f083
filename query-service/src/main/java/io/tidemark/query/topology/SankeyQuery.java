package io.tidemark.query.topology;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.grouping.Cells;
import io.tidemark.query.grouping.Group;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Slice;
import io.tidemark.query.grouping.Sums;
import io.tidemark.query.problem.Bounds;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.Sql;
import io.tidemark.query.text.Text;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Traffic through ordered dimensions, of each the largest values and the rest. One statement. Never blocks. */
@ApplicationScoped
public class SankeyQuery {
    private final Ranges ranges;

    public SankeyQuery(Ranges ranges) {
        this.ranges = ranges;
    }

    private record Question(Slice slice, int limit) {}

    /** @param limit values of each dimension at most, beside the rest */
    Uni<Sankey> of(Asked asked, Slice slice, int limit) {
        Bounds.check("limit", limit, 1, 50);
        Sums.check(slice.metric());
        if (slice.by().dimensions().size() < 2) {
            throw new MalformedParameter(
                    "by", Text.of("two dimensions at least are needed, such as src.entity,dst.entity"));
        }
        if (slice.by().ofEitherEnd()) {
            throw new MalformedParameter(
                    "by",
                    Text.of(
                            "traffic has two of a dimension of either end and would run through both; say src. or dst."));
        }
        return ranges.shared(
                asked,
                new Question(slice, limit),
                range -> ranges.covered(
                        range,
                        statement(range, slice, limit),
                        (coverage, rows) -> answer(range, coverage, slice, rows)));
    }

    private static Sql statement(Range range, Slice slice, int limit) {
        int layers = slice.by().dimensions().size();
        var sql = range.sql();
        var cells = Cells.of(
                        sql,
                        slice.by().grain(slice.filter(), slice.metric(), range.access()),
                        slice.by(),
                        slice.metric())
                .cells(slice.filter(), null);
        for (int i = 0; i < layers; i++) {
            sql.add(
                    ", top%d AS (SELECT a%d AS k FROM cells WHERE a%d IS NOT NULL GROUP BY 1 ORDER BY total(value) DESC, %s LIMIT %s)"
                            .formatted(i, i, i, cells.order(i, "a" + i), sql.bind(limit)));
        }
        sql.add(", paths AS (SELECT "
                + each(
                        layers,
                        i -> "CASE WHEN a%d IN (SELECT k FROM top%d) THEN %s END AS t%d"
                                .formatted(i, i, cells.text(i, "a" + i), i))
                + ", " + each(layers, i -> "max(%s) AS n%d".formatted(cells.name(i), i))
                + ", total(value) AS value FROM cells GROUP BY " + each(layers, i -> Integer.toString(i + 1)) + ")");
        for (int i = 0; i < layers; i++) {
            sql.add((i == 0 ? "" : "UNION ALL ")
                    + "SELECT %d AS layer, 'node' AS part, t%d AS source, max(n%d) AS name, NULL AS target, total(value) AS value FROM paths GROUP BY t%d"
                            .formatted(i, i, i, i));
        }
        for (int i = 0; i + 1 < layers; i++) {
            sql.add("UNION ALL SELECT %d, 'link', t%d, NULL, t%d, total(value) FROM paths GROUP BY t%d, t%d"
                    .formatted(i, i, i + 1, i, i + 1));
        }
        return sql.add("ORDER BY layer, value DESC, source, target");
    }

    private static String each(int layers, IntFunction<String> part) {
        return IntStream.range(0, layers).mapToObj(part).collect(Collectors.joining(", "));
    }

    private static Sankey answer(Range range, Coverage coverage, Slice slice, RowSet<Row> rows) {
        var nodes = new ArrayList<SankeyNode>();
        var rests = new ArrayList<SankeyNode>();
        var links = new ArrayList<SankeyLink>();
        for (var row : rows) {
            int layer = row.getInteger("layer");
            var source = row.getString("source");
            long value = row.getLong("value");
            if (row.getString("part").equals("link")) {
                links.add(new SankeyLink(layer, source, row.getString("target"), value));
            } else if (source == null) {
                rests.add(new SankeyNode(layer, null, Group.OTHER.name(), null, value));
            } else {
                nodes.add(node(slice.by(), layer, source, row.getString("name"), value));
            }
        }
        nodes.addAll(rests);
        nodes.sort(Comparator.comparingInt(SankeyNode::layer));
        return new Sankey(
                range.from(),
                range.to(),
                slice.by().dimensions(),
                slice.metric(),
                slice.metric().unit(),
                slice.by().grain(slice.filter(), slice.metric(), range.access()),
                coverage.complete(),
                coverage.missingNodes(),
                coverage.recordedFrom(),
                coverage.recordedTo(),
                nodes.stream()
                        .filter(node -> node.layer() == 0)
                        .mapToLong(SankeyNode::value)
                        .sum(),
                nodes,
                links);
    }

    private static SankeyNode node(Grouping by, int layer, String value, String name, long sum) {
        var group = Group.of(new Grouping(List.of(by.dimensions().get(layer))), List.of(value), Arrays.asList(name));
        return new SankeyNode(layer, group.key(), group.name(), group.filter(), sum);
    }
}
