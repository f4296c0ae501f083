package io.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A statement names each table once. */
class SqlTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:10Z");

    @Test
    void bothEndsOfARangeAreReadAtOnce() {
        var summedUp = new Availability(Map.of(), Map.of());
        var sql = new Range(FROM, FROM.plusSeconds(7290), List.of("live"), summedUp, Reading.NONE).sql();

        var rows = sql.rows("workload_pair");

        assertThat(rows.split("UNION ALL")).hasSize(4);
        assertThat(rows)
                .containsOnlyOnce("FROM workload_pair WHERE (window_start >= $1 AND window_start < $2 OR")
                .containsOnlyOnce("FROM workload_pair_1m WHERE (window_start >= ")
                .containsOnlyOnce("FROM workload_pair_10m WHERE (window_start >= ")
                .containsOnlyOnce("FROM workload_pair_1h WHERE (window_start >= ");
        assertThat(sql.values().size()).as("times of six parts, and the source").isEqualTo(13);
    }
}
