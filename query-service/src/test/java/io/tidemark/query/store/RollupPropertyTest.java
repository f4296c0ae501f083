package io.tidemark.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.query.range.Detail;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Sql;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.tdigest.TDigestDouble;

/** Answers are the same in whichever rows they are read, whatever came late or again, and whatever is summed up already. */
class RollupPropertyTest {
    private static final Instant FIRST_DAY =
            Instant.parse("2024-02-27T00:00:00Z"); // a leap day and a month's end are near
    private static final List<Integer> STEPS =
            List.of(0, 10, 60, 300, 600, 1800, 3600, 7200, 21_600, 86_400, 7 * 86_400);
    private static final Map<String, String> KEYS = Map.of(
            "node_total", "node",
            "ledger", "node, point",
            "ledger_drop", "node, point, cause",
            "application", "protocol, server_port, other",
            "workload_pair", "client, server, protocol, server_port, other",
            "conversation", "client, server, server_port, protocol, other, client_endpoint, server_endpoint");

    private static StoreUnderTest store;

    @BeforeContainer
    static void aStoreIsThere() throws IOException {
        store = new StoreUnderTest();
    }

    @AfterContainer
    static void itGoes() throws IOException {
        store.close();
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void answersAreThoseOfSingleWindows(@ForAll long seed, @ForAll @IntRange(max = 3) int day) {
        var traffic = new RandomTraffic(store, seed, FIRST_DAY.plus(Duration.ofDays(day)));
        boolean all = traffic.random().nextBoolean();
        var rollups = store.rollups(all ? 1000 : 2);
        traffic.windows();
        for (int i = 0; i < 6; i++) {
            switch (traffic.random().nextInt(6)) {
                case 0 -> traffic.windows();
                case 1 -> traffic.late();
                case 2 -> traffic.again();
                case 3 -> rollups.batch(Resolution.MINUTE, Duration.ZERO);
                case 4 -> {
                    rollups.batch(Resolution.MINUTE, Duration.ZERO);
                    rollups.batch(
                            Resolution.OF_BUCKETS.get(traffic.random().nextInt(Resolution.OF_BUCKETS.size())),
                            Duration.ZERO);
                }
                default -> rollups.apply(Duration.ZERO);
            }
            ask(traffic, all);
        }
        rollups.apply(Duration.ZERO);

        ask(traffic, all);
        assertThat(store.rows("SELECT FROM rollup_pending")).isEmpty();
        for (var resolution : Resolution.OF_BUCKETS) {
            var table = resolution.table("conversation");
            assertThat(store.rows("SELECT FROM " + table + " WHERE window_group = $1", traffic.group()))
                    .as(table)
                    .isNotEmpty();
        }
    }

    private static void ask(RandomTraffic traffic, boolean all) {
        for (int i = 0; i < 2; i++) {
            var one = traffic.instant();
            var other = traffic.random().nextInt(4) == 0
                    ? one.plusMillis(traffic.random().nextLong(7_200_000))
                    : traffic.instant();
            if (one.equals(other)) {
                continue;
            }
            var range =
                    store.range(one.isBefore(other) ? one : other, one.isBefore(other) ? other : one, traffic.group());
            int step = STEPS.get(traffic.random().nextInt(STEPS.size()));
            for (var grain : KEYS.keySet()) {
                boolean bounded = grain.equals("conversation") && !all && holdsHours(range, step);
                same(range, grain, step, bounded ? Detail.EACH : Detail.SUMS);
            }
            same(range, "conversation", step, Detail.WINDOW);
            othersMakeTheSum(range, step);
            nodesHaveSoManyWindows(range);
            coverageIsThatOfSingleWindows(range);
            sketchesAreMerged(range);
        }
    }

    /** Whether hours may answer; where they do not, each conversation is told exactly. */
    private static boolean holdsHours(Range range, int step) {
        return step % 3600 == 0 && Resolution.HOUR.ceiling(range.from()).isBefore(Resolution.HOUR.floor(range.to()));
    }

    private static void same(Range range, String grain, int step, Detail detail) {
        var sums = sums(Summed.of(grain));
        assertThat(answer(range, grain, step, detail, KEYS.get(grain), sums))
                .as("%s of %s by %d s, %s", grain, range, step, detail)
                .isEqualTo(truth(range, grain, step, KEYS.get(grain), sums));
    }

    private static String sums(Summed grain) {
        return grain.sums().stream()
                .filter(column -> !List.of("windows", "clients", "round_trips").contains(column))
                .map(column -> switch (column) {
                    case "first_window" -> "min(first_window)";
                    case "last_window" -> "max(last_window)";
                    default -> "sum(" + column + ")";
                })
                .collect(Collectors.joining(", "));
    }

    /** The text of the rows, by step and key. */
    private static TreeMap<String, String> answer(
            Range range, String grain, int step, Detail detail, String key, String sums) {
        var sql = step == 0 ? range.sql() : range.sql(step);
        return run(sql, sql.rows(grain, "r", detail, Summed.of(grain).columns()), step, key, sums);
    }

    private static TreeMap<String, String> truth(Range range, String grain, int step, String key, String sums) {
        var sql = range.sql();
        return run(
                sql,
                "(SELECT *, window_start AS first_window, window_start AS last_window FROM " + grain + " WHERE "
                        + sql.windows() + ") r",
                step,
                key,
                sums);
    }

    private static TreeMap<String, String> run(Sql sql, String rows, int step, String key, String sums) {
        sql.add("SELECT ROW("
                        + (step == 0
                                ? ""
                                : "date_bin(interval '%d s', window_start, timestamptz 'epoch'), ".formatted(step))
                        + key + ")::text, ROW(" + sums + ")::text")
                .add("FROM " + rows + " GROUP BY "
                        + (step == 0
                                ? ""
                                : "date_bin(interval '%d s', window_start, timestamptz 'epoch'), ".formatted(step))
                        + key);
        var result = new TreeMap<String, String>();
        store.rows(sql.text(), sql.values()).forEach(row -> result.put(row.getString(0), row.getString(1)));
        return result;
    }

    /** Bounded or not: with the others the sums are exact, and no conversation has more than it has. */
    private static void othersMakeTheSum(Range range, int step) {
        assertThat(answer(range, "conversation", step, Detail.SUMS, "protocol", sums(Summed.CONVERSATION)))
                .isEqualTo(truth(range, "conversation", step, "protocol", sums(Summed.CONVERSATION)));
        var bytes = "sum(forward_bytes)";
        var key = "client, server, server_port, protocol";
        var truth = truth(range, "conversation", step, key + ", other", bytes);
        answer(range, "conversation", step, Detail.SUMS, key + ", other", bytes).forEach((conversation, sum) -> {
            if (conversation.endsWith(",f)")) {
                assertThat(truth).containsKey(conversation);
                assertThat(number(sum)).isLessThanOrEqualTo(number(truth.get(conversation)));
            }
        });
    }

    private static long number(String row) {
        return Long.parseLong(row.substring(1, row.length() - 1));
    }

    private static void nodesHaveSoManyWindows(Range range) {
        var sql = range.sql();
        sql.add(
                        "SELECT count(DISTINCT (window_start, window_group)) FILTER (WHERE windows IS NULL) + coalesce(sum(windows), 0)::bigint")
                .add("FROM " + sql.rows("node_total"));
        var truth = range.sql();
        truth.add("SELECT count(DISTINCT (window_start, window_group)) FROM node_total WHERE " + truth.windows());

        assertThat(store.rows(sql.text(), sql.values()).getFirst().getLong(0))
                .isEqualTo(store.rows(truth.text(), truth.values()).getFirst().getLong(0));
    }

    /** The statement that was asked before there were rollups. */
    private static void coverageIsThatOfSingleWindows(Range range) {
        var sql = range.sql();
        sql.add("""
                WITH latest AS (SELECT DISTINCT ON (window_start, window_group, partition)
                  window_start, window_group, partition, revision, complete, window_end,
                  bool_and(whole) OVER (PARTITION BY window_start, window_group, partition) AS whole
                  FROM closed_window WHERE %s ORDER BY window_start, window_group, partition, revision DESC),
                windows AS (SELECT window_start, max(window_end) AS window_end, bool_and(complete AND whole) AS complete,
                  count(*) AS partitions, max(partition) + 1 AS highest
                  FROM latest GROUP BY window_start, window_group)
                SELECT coalesce(bool_and(complete AND partitions = expected), false),
                  ARRAY(SELECT DISTINCT node FROM missing_node JOIN latest USING (window_start, window_group, partition, revision)
                  ORDER BY node), min(window_start), max(window_end)
                FROM (SELECT *, max(highest) OVER () AS expected FROM windows) w""".formatted(sql.windows()));
        var truth = store.rows(sql.text(), sql.values()).getFirst();

        var coverage = store.coverage(range);

        assertThat(coverage.complete()).isEqualTo(truth.getBoolean(0));
        assertThat(coverage.missingNodes()).containsExactly(truth.getArrayOfStrings(1));
        assertThat(coverage.recordedFrom()).isEqualTo(instant(truth, 2));
        assertThat(coverage.recordedTo()).isEqualTo(instant(truth, 3));
        assertThat(coverage.windowSeconds()).isEqualTo(10);
    }

    private static Instant instant(Row row, int column) {
        var value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }

    private static void sketchesAreMerged(Range range) {
        var sql = range.sql();
        sql.add("SELECT server_port, clients, round_trips FROM " + sql.rows("application"));
        var truth = range.sql();
        truth.add("SELECT server_port, clients, round_trips FROM application WHERE " + truth.windows());
        var merged = store.rows(sql.text(), sql.values());
        var single = store.rows(truth.text(), truth.values());
        for (int port : ports(single)) {
            assertThat(HllSketch.heapify(
                                    Sketches.clients(buffers(merged, port, 1)).getBytes())
                            .getCompositeEstimate())
                    .isEqualTo(HllSketch.heapify(
                                    Sketches.clients(buffers(single, port, 1)).getBytes())
                            .getCompositeEstimate());
            var digest = digest(merged, port);
            var expected = digest(single, port);
            assertThat(digest == null).isEqualTo(expected == null);
            if (digest != null) {
                assertThat(digest.getTotalWeight()).isEqualTo(expected.getTotalWeight());
                assertThat(digest.getMinValue()).isEqualTo(expected.getMinValue());
                assertThat(digest.getMaxValue()).isEqualTo(expected.getMaxValue());
                // of few values each is a large part of the ranks
                assertThat(expected.getRank(digest.getQuantile(0.5)))
                        .isEqualTo(0.5, within(0.03 + 2.0 / expected.getTotalWeight()));
            }
        }
    }

    private static TreeSet<Integer> ports(List<Row> rows) {
        return rows.stream().map(row -> row.getInteger(0)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Buffer[] buffers(List<Row> rows, int port, int column) {
        return rows.stream()
                .filter(row -> row.getInteger(0) == port)
                .map(row -> row.get(Buffer.class, column))
                .toArray(Buffer[]::new);
    }

    private static TDigestDouble digest(List<Row> rows, int port) {
        var merged = Sketches.roundTrips(buffers(rows, port, 2));
        return merged == null ? null : TDigestDouble.heapify(MemorySegment.ofArray(merged.getBytes()));
    }
}
