package io.tidemark.query.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.EmbeddedDatabase;
import io.tidemark.query.RandomRows;
import io.tidemark.query.access.Access;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Group;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Listed;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.grouping.Sketches;
import io.tidemark.query.grouping.Steps;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.RoomyLimits;
import io.tidemark.query.range.Statements;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever traffic is split by, PostgreSQL says what adding up the same rows one by one in memory says. */
class GroupingPropertyTest {
    private static final Instant START = Instant.parse("2026-02-01T23:59:00Z"); // goes over midnight
    private static final Asked ASKED = new Asked(START, START.plusSeconds(120), List.of());

    private static final Map<String, Predicate<Map<String, String>>> FILTERS = Map.of(
            "",
            row -> true,
            "dst.port == 443",
            row -> "443".equals(row.get("dst.port")),
            "protocol == \"udp\"",
            row -> "udp".equals(row.get("protocol")),
            "src.namespace == \"shop\"",
            row -> "shop".equals(row.get("src.namespace")),
            "any.country == \"NZ\"",
            row -> "NZ".equals(row.get("src.country")) || "NZ".equals(row.get("dst.country")),
            "dst.addr == ip(\"10.0.0.2\")",
            row -> "10.0.0.2".equals(row.get("dst.addr")));

    private static Path folder;
    private static EmbeddedDatabase database;
    private static Vertx vertx;
    private static Pool pool;
    private static Ranking ranking;
    private static Lines lines;

    private static RandomRows rows;
    private static Ranges ranges;

    /** What is asked. */
    record Question(Grouping grouping, Metric metric, String filter, int limit) {}

    @Property(tries = 400)
    void theLargestAndTheRestAreWhatTheRowsAddUpTo(@ForAll("questions") Question question) {
        addsUp(question, Access.ALL);
    }

    @Property(tries = 400)
    void whoIsLimitedToNamespacesSeesWhatTheirRowsAddUpToAndNothingElse(
            @ForAll("questions") Question question, @ForAll("tenants") Access tenant) {
        addsUp(question, tenant);
    }

    private static void addsUp(Question question, Access access) {
        var expected = new Expected(
                question,
                row -> RandomRows.window(row) >= ASKED.from().getEpochSecond()
                        && RandomRows.window(row) < ASKED.to().getEpochSecond(),
                access);

        var seen = new LinkedHashMap<List<String>, Long>();
        Listed.After after = null;
        Ranking.Ranked page;
        do {
            page = ranked(access, question, new Listed.Largest(question.limit, after));
            for (var place : page.rows()) {
                assertThat(seen.put(place.group().values(), place.value())).isNull();
                after = new Listed.After(place.value(), place.group().keys());
            }
            assertThat(page.total()).isEqualTo(expected.total);
            assertThat(page.totalRows()).isEqualTo(expected.sums.size());
            assertThat(page.other()).isEqualTo(expected.withoutPartIn(seen.keySet()));
        } while (page.more());

        assertThat(seen).containsExactlyInAnyOrderEntriesOf(expected.sums);
        assertThat(List.copyOf(seen.values())).isSortedAccordingTo(Comparator.<Long>reverseOrder());
    }

    private static Ranking.Ranked ranked(Access access, Question question, Listed listed) {
        return ranges.over(
                        ASKED,
                        access,
                        range -> ranking.of(
                                range, Filter.parse(question.filter), question.grouping, question.metric, listed))
                .await()
                .indefinitely();
    }

    @Property(tries = 150)
    void theFilterOfARowTakesItsTraffic(@ForAll("questions") Question question) {
        var page = ranked(Access.ALL, question, new Listed.Largest(3, null));

        for (var place : page.rows()) {
            if (place.group().filter() == null) {
                continue;
            }
            var both = question.filter.isEmpty()
                    ? place.group().filter()
                    : "(%s) && (%s)".formatted(question.filter, place.group().filter());
            var whole = new Question(new Grouping(List.of()), question.metric, both, 1);
            var filtered = ranked(Access.ALL, whole, new Listed.Largest(1, null));
            assertThat(filtered.total()).as(both).isEqualTo(place.value());
            assertThat(filtered.rows())
                    .as(both)
                    .extracting(Ranking.Place::volume)
                    .containsExactly(place.volume());
        }
    }

    @Property(tries = 200)
    void linesAreWhatTheRowsOfEachStepAddUpToAlsoOfWhatWasEarlier(
            @ForAll("questions") Question question, @ForAll("shifts") long shift) {
        var grid = new Lines.Grid(new Steps(20, 0), START.getEpochSecond() / 20, 6);
        var earlier = new Asked(ASKED.from().minusSeconds(shift), ASKED.to().minusSeconds(shift), List.of());
        var shifted = new Lines.Grid(new Steps(20, shift), grid.first(), grid.points());

        var now = lines(ASKED, question, grid, new Listed.Largest(question.limit, null));
        var groups = now.keySet().stream()
                .filter(group -> group != Group.OTHER)
                .map(Group::keys)
                .toList();
        var before = lines(earlier, question, shifted, new Listed.Given(groups));

        assertThat(values(now)).isEqualTo(expectedLines(question, now.keySet(), 0));
        assertThat(values(before)).isEqualTo(expectedLines(question, now.keySet(), shift));
    }

    private static Map<Group, Series.Line> lines(Asked asked, Question question, Lines.Grid grid, Listed listed) {
        return ranges.over(
                        asked,
                        range -> lines.of(
                                range, Filter.parse(question.filter), question.grouping, question.metric, grid, listed))
                .await()
                .indefinitely();
    }

    private static Map<String, List<Long>> values(Map<Group, Series.Line> lines) {
        var values = new TreeMap<String, List<Long>>();
        lines.forEach((group, line) -> values.put(group.key(), line.values()));
        return values;
    }

    private static Map<String, List<Long>> expectedLines(Question question, Set<Group> told, long shift) {
        var values = new TreeMap<String, long[]>();
        var keys = told.stream()
                .filter(group -> group != Group.OTHER)
                .map(Group::values)
                .toList();
        for (int step = 0; step < 6; step++) {
            long from = START.getEpochSecond() - shift + 20L * step;
            var expected =
                    new Expected(question, row -> RandomRows.window(row) >= from && RandomRows.window(row) < from + 20);
            for (var key : keys) {
                if (expected.sums.containsKey(key)) {
                    values.computeIfAbsent(question.grouping.key(key), _ -> new long[6])[step] = expected.sums.get(key);
                }
            }
            if (expected.hasWithoutPartIn(keys)) {
                values.computeIfAbsent("other", _ -> new long[6])[step] = expected.withoutPartIn(keys);
            }
        }
        var lists = new TreeMap<String, List<Long>>();
        values.forEach((key, array) ->
                lists.put(key, java.util.Arrays.stream(array).boxed().toList()));
        return lists;
    }

    /** The answer, added up row by row. */
    private static final class Expected {
        final Map<List<String>, Long> sums = new HashMap<>();
        final List<Map.Entry<Set<List<String>>, Long>> parts = new ArrayList<>();
        long total;

        Expected(Question question, Predicate<Map<String, String>> which) {
            this(question, which, Access.ALL);
        }

        Expected(Question question, Predicate<Map<String, String>> which, Access access) {
            var grain = question.grouping.grain(Filter.parse(question.filter), question.metric, access);
            for (var row : rows.seen(grain, access)) {
                if (!FILTERS.get(question.filter).test(row) || !which.test(row)) {
                    continue;
                }
                long value = Long.parseLong(row.get(question.metric.label()));
                var groups = new LinkedHashSet<List<String>>();
                for (var end : List.of("src", "dst")) {
                    var group = new ArrayList<String>();
                    question.grouping
                            .dimensions()
                            .forEach(dimension ->
                                    group.add(row.get(dimension.label().replaceFirst("^any", end))));
                    if (!group.contains(null)) {
                        groups.add(group);
                    }
                }
                groups.forEach(group -> sums.merge(group, value, Long::sum));
                parts.add(Map.entry(groups, value));
                total += value;
            }
        }

        long withoutPartIn(java.util.Collection<List<String>> told) {
            return parts.stream()
                    .filter(part -> part.getKey().stream().noneMatch(told::contains))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        boolean hasWithoutPartIn(java.util.Collection<List<String>> told) {
            return parts.stream().anyMatch(part -> part.getKey().stream().noneMatch(told::contains));
        }
    }

    @Provide
    Arbitrary<Question> questions() {
        var any = Arbitraries.of(Dimension.values())
                .list()
                .uniqueElements()
                .ofMaxSize(3)
                .map(Grouping::new);
        var ofAddresses = Arbitraries.of("host", "conversation", "src.addr,dst.addr", "any.addr,application")
                .map(by -> Grouping.parse(List.of(by)));
        var groupings = Arbitraries.frequencyOf(Tuple.of(3, any), Tuple.of(1, ofAddresses));
        var metrics = Arbitraries.of(Metric.values()).filter(Metric::isSum);
        return Combinators.combine(
                        groupings,
                        metrics,
                        Arbitraries.of(List.copyOf(FILTERS.keySet())),
                        Arbitraries.integers().between(1, 40))
                .as(Question::new);
    }

    @Provide
    Arbitrary<Access> tenants() {
        return Combinators.combine(
                        Arbitraries.of(RandomRows.NAMESPACES).set().ofMaxSize(4), Arbitraries.of(true, false))
                .as(Access::to);
    }

    @Provide
    Arbitrary<Long> shifts() {
        return Arbitraries.of(10L, 60L, 120L);
    }

    @BeforeContainer
    static void rowsAreInPostgres() throws IOException, SQLException {
        folder = Files.createTempDirectory("tidemark-grouping-test");
        database = EmbeddedDatabase.start(folder, 0);
        org.flywaydb.core.Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .load()
                .migrate();
        vertx = Vertx.vertx();
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(PgConnectOptions.fromUri(
                                database.jdbcUrl().replace("jdbc:", "").replaceFirst("\\?.*", ""))
                        .setUser(database.username())
                        .setPassword(database.password()))
                .using(vertx)
                .build();
        var limits = new RoomyLimits();
        var statements = new Statements(pool, limits);
        ranking = new Ranking(new Sketches(limits));
        lines = new Lines(new Sketches(limits));
        pool.query("SELECT prepare_reader()").executeAndAwait();
        rows = RandomRows.insert(pool, "live", START);
        ranges = new Ranges(statements, limits, Clock.systemUTC(), () -> Access.ALL);
    }

    @AfterContainer
    static void backendsStop() throws IOException {
        pool.closeAndAwait();
        vertx.closeAndAwait();
        database.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
