package io.tidemark.query.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.tdigest.TDigestDouble;

/** Random rows of single windows of one group, as the sink writes them: windows, late revisions, and windows closed again. */
final class RandomTraffic {
    private static final int PARTITIONS = 3;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final StoreUnderTest store;
    private final Random random;
    private final String group;
    private final Instant base;
    private final List<Closing> closings = new ArrayList<>();
    private int revision;

    RandomTraffic(StoreUnderTest store, long seed, Instant base) {
        this.store = store;
        this.random = new Random(seed);
        this.group = "group#" + NUMBER.incrementAndGet();
        this.base = base;
    }

    String group() {
        return group;
    }

    /** An instant in or around the windows: of a bucket of any length, of a window, or of none of these. */
    Instant instant() {
        var any = base.plusMillis(random.nextLong(Duration.ofHours(52).toMillis()) - 3_600_000);
        int kind = random.nextInt(Resolution.OF_BUCKETS.size() + 2);
        if (kind < Resolution.OF_BUCKETS.size()) {
            return Resolution.OF_BUCKETS.get(kind).floor(any);
        }
        return kind == Resolution.OF_BUCKETS.size()
                ? Instant.ofEpochSecond(Math.floorDiv(any.getEpochSecond(), 10) * 10)
                : any;
    }

    Random random() {
        return random;
    }

    /** Some new windows, near each other or not, not all of them whole, complete or from every partition. */
    void windows() {
        var start = base.plusSeconds(10 * random.nextInt(18_000));
        int spread = List.of(1, 20, 400).get(random.nextInt(3));
        for (int i = 0; i < 12; i++) {
            var window = start.plusSeconds(10L * random.nextInt(i * spread + 1));
            for (int partition = 0; partition < PARTITIONS; partition++) {
                if (random.nextInt(20) > 0) {
                    write(new Closing(window, partition, 0), false);
                }
            }
        }
    }

    /** What came late for windows that are there. */
    void late() {
        revision++;
        for (int i = 0; i < 3 && !closings.isEmpty(); i++) {
            var closing = closings.get(random.nextInt(closings.size()));
            write(new Closing(closing.start, closing.partition, revision), false);
        }
    }

    /** Windows that are there, closed again by an aggregator that started over. */
    void again() {
        for (int i = 0; i < 2 && !closings.isEmpty(); i++) {
            write(closings.get(random.nextInt(closings.size())), true);
        }
    }

    private void write(Closing closing, boolean again) {
        if (closings.contains(closing) != again) {
            return;
        }
        var key = "'%s', '%s', %d, %d".formatted(closing.start, group, closing.partition, closing.revision);
        var statements = new ArrayList<String>();
        if (again) {
            for (var table : List.of(
                    "closed_window",
                    "missing_node",
                    "node_total",
                    "ledger",
                    "ledger_drop",
                    "application",
                    "conversation",
                    "workload_pair")) {
                statements.add("DELETE FROM %s WHERE (window_start, window_group, partition, revision) = (%s)"
                        .formatted(table, key));
            }
        } else {
            closings.add(closing);
        }
        boolean complete = random.nextInt(6) > 0;
        statements.add("INSERT INTO closed_window VALUES (%s, '%s', %b, now(), %b)"
                .formatted(key, closing.start.plusSeconds(10), complete, random.nextInt(15) > 0));
        if (!complete) {
            statements.add("INSERT INTO missing_node VALUES (%s, 'node-%d')".formatted(key, random.nextInt(3)));
        }
        statements.add("INSERT INTO node_total VALUES (%s, 'node-a', %s, %s)".formatted(key, numbers(10), numbers(3)));
        statements.add(
                "INSERT INTO ledger VALUES (%s, 'node-a', 'eth%d', %s)".formatted(key, random.nextInt(2), numbers(4)));
        statements.add("INSERT INTO ledger_drop VALUES (%s, 'node-a', 'eth0', 'cause-%d', %s)"
                .formatted(key, random.nextInt(2), numbers(2)));
        for (int port : some(5)) {
            statements.add("INSERT INTO conversation VALUES (%s, '10.0.0.%d', '::%d', %d, 6, false, %s, %d, 2, 0, '')"
                    .formatted(key, random.nextInt(3), port, port, numbers(10), random.nextInt(2)));
            statements.add("INSERT INTO workload_pair VALUES (%s, %d, %d, 6, %d, false, %s)"
                    .formatted(key, random.nextInt(3), port % 2, port, numbers(10)));
        }
        statements.add("INSERT INTO conversation VALUES (%s, '::', '::', 0, 6, true, %s)".formatted(key, numbers(10)));
        store.partitions.ensure(Set.of(closing.start.truncatedTo(ChronoUnit.DAYS)));
        var applications = some(3);
        store.pool
                .withTransaction(connection -> {
                    var done = connection
                            .query(String.join("; ", statements))
                            .execute()
                            .replaceWithVoid();
                    for (int port : applications) {
                        var values = new ArrayList<Object>(
                                List.of(at(closing.start), group, closing.partition, closing.revision, 6, port, false));
                        Stream.generate(this::number).limit(10).forEach(values::add);
                        values.add(clients());
                        values.add(random.nextBoolean() ? roundTrips() : null);
                        done = done.flatMap(_ -> connection
                                .preparedQuery("INSERT INTO application VALUES ("
                                        + IntStream.rangeClosed(1, values.size())
                                                .mapToObj(i -> "$" + i)
                                                .collect(Collectors.joining(", "))
                                        + ")")
                                .execute(Tuple.from(values))
                                .replaceWithVoid());
                    }
                    return done;
                })
                .await()
                .indefinitely();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private Set<Integer> some(int most) {
        var some = new TreeSet<Integer>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            some.add(1 + random.nextInt(6));
        }
        return some;
    }

    private long number() {
        return random.nextInt(1000);
    }

    private String numbers(int count) {
        return Stream.generate(() -> Long.toString(number())).limit(count).collect(Collectors.joining(", "));
    }

    private Buffer clients() {
        var sketch = new HllSketch(11, TgtHllType.HLL_4);
        int count = random.nextInt(4) == 0 ? 3000 : random.nextInt(20);
        for (int i = 0; i < count; i++) {
            sketch.update(new long[] {0, random.nextInt(10_000)});
        }
        return Buffer.buffer(sketch.toCompactByteArray());
    }

    private Buffer roundTrips() {
        var digest = new TDigestDouble((short) 100);
        int count = 1 + random.nextInt(50);
        for (int i = 0; i < count; i++) {
            digest.update(random.nextInt(1000) / 1000.0);
        }
        return Buffer.buffer(digest.toByteArray());
    }

    private record Closing(Instant start, int partition, int revision) {}
}
