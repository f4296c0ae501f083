package io.tidemark.query.live;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Access;
import io.tidemark.query.range.Statements;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Tells of the newest windows. Any process of the service may have written them, so the store is asked, once a second and once
 * for all who listen and may see the same, for the windows of the last two minutes; nobody listens: nobody asks. A listener that is slow
 * gets the latest windows next and never those between. Who may not see all traffic is told what workload pairs of theirs add up to.
 */
@ApplicationScoped
class Windows {
    private static final Logger LOG = Logger.getLogger(Windows.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration RECENT = Duration.ofMinutes(2);
    private static final int QUEUE = 256;
    private static final int MOST_ACCESSES = 1000;

    private static final String STATEMENT = """
            WITH latest AS (SELECT DISTINCT ON (window_start, window_group, partition) window_start, window_group, partition,
                revision, window_end, complete, bool_and(whole) OVER (PARTITION BY window_start, window_group, partition) AS whole,
                max(closed_at) OVER (PARTITION BY window_start, window_group) AS closed_at
              FROM closed_window WHERE window_start >= $1
              ORDER BY window_start, window_group, partition, revision DESC),
            windows AS (SELECT window_start, window_group, max(window_end) AS window_end, max(closed_at) AS closed_at,
                bool_and(complete) AS complete, bool_and(whole) AS whole, count(*) AS partitions,
                max(max(partition) + 1) OVER (PARTITION BY window_group) AS expected
              FROM latest GROUP BY 1, 2),
            sums AS (SELECT window_start, window_group, total(flows) AS flows,
                total(forward_packets + reverse_packets) AS packets, total(forward_bytes + reverse_bytes) AS bytes,
                total(forward_frame_bytes + reverse_frame_bytes) AS frame_bytes
              FROM %s WHERE window_start >= $1 GROUP BY 1, 2)
            SELECT w.*, coalesce(flows, 0) AS flows, coalesce(packets, 0) AS packets, coalesce(bytes, 0) AS bytes,
                coalesce(frame_bytes, 0) AS frame_bytes, ARRAY(SELECT DISTINCT node FROM missing_node
                  JOIN latest USING (window_start, window_group, partition, revision)
                  WHERE window_start = w.window_start AND window_group = w.window_group ORDER BY node) AS missing_nodes
            FROM windows w LEFT JOIN sums USING (window_start, window_group)
            WHERE whole AND partitions = expected ORDER BY window_start, window_group""";

    private final Statements statements;
    private final Clock clock;
    private final LoadingCache<Access, Multi<List<WindowEvent>>> recent =
            Caffeine.newBuilder().maximumSize(MOST_ACCESSES).build(this::asked);

    Windows(Statements statements, Clock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    private Multi<List<WindowEvent>> asked(Access access) {
        return Multi.createFrom()
                .ticks()
                .every(EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(_ -> recent(access))
                .broadcast()
                .withCancellationAfterLastSubscriberDeparture()
                .toAllSubscribers();
    }

    /**
     * The windows of the last two minutes, and those that come in, or change, from then on.
     *
     * @param source null or empty: of all
     * @param access of who listens
     */
    Multi<WindowEvent> listen(String source, Access access) {
        return Multi.createFrom().deferred(() -> {
            var known = new Known();
            return recent.get(access)
                    .onItem()
                    .transformToIterable(known::news)
                    .select()
                    .where(window -> source == null
                            || source.isEmpty()
                            || window.source().equals(source))
                    .onOverflow()
                    .buffer(QUEUE);
        });
    }

    /** Empty where PostgreSQL is away: it will be asked again. */
    private Uni<List<WindowEvent>> recent(Access access) {
        return statements
                .read(
                        access,
                        reading -> reading.run(
                                STATEMENT.formatted(access.all() ? "application" : "workload_pair"),
                                Tuple.of(clock.instant().minus(RECENT).atOffset(ZoneOffset.UTC))))
                .map(rows -> {
                    var windows = new ArrayList<WindowEvent>();
                    rows.forEach(row -> windows.add(window(row)));
                    return List.copyOf(windows);
                })
                .onFailure()
                .invoke(e -> LOG.debug("the newest windows cannot be read", e))
                .onFailure()
                .recoverWithItem(List.of());
    }

    private static WindowEvent window(Row row) {
        return new WindowEvent(
                row.getString("window_group"),
                instant(row, "window_start"),
                instant(row, "window_end"),
                instant(row, "closed_at"),
                row.getBoolean("complete"),
                List.of(row.getArrayOfStrings("missing_nodes")),
                row.getLong("flows"),
                row.getLong("packets"),
                row.getLong("bytes"),
                row.getLong("frame_bytes"));
    }

    private static Instant instant(Row row, String column) {
        return row.get(OffsetDateTime.class, column).toInstant();
    }

    /** What has been told, so that it is told again only when it changes. */
    private static final class Known {
        private Map<List<Object>, WindowEvent> windows = Map.of();

        List<WindowEvent> news(List<WindowEvent> recent) {
            var before = windows;
            windows = new HashMap<>();
            recent.forEach(window -> windows.put(List.of(window.source(), window.windowStart()), window));
            return recent.stream()
                    .filter(window -> !window.equals(before.get(List.of(window.source(), window.windowStart()))))
                    .toList();
        }
    }
}
