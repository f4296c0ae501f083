package io.tidemark.query.range;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much one question may ask for. */
@ConfigMapping(prefix = "tidemark.query.limits")
public interface RangeConfig {
    /** Most points in time a series may have; 1 to 10000. A finer step is refused. */
    @WithDefault("400")
    int maxPoints();

    /**
     * Most rows that may be read for one answer, as PostgreSQL's statistics estimate them; at least 1. A range that holds
     * more is refused.
     */
    @WithDefault("20000000")
    long maxRows();

    /**
     * Most rows whose sketches (round trips, clients) may be merged for one answer; at least 1. A range that holds more is
     * refused.
     */
    @WithDefault("100000")
    int maxSketches();

    /** Longest that PostgreSQL may work for one answer; at least 1 ms. What needs longer is refused. */
    @WithDefault("20s")
    Duration timeout();

    /** The range when none is asked for, until now; more than 0. */
    @WithDefault("1h")
    Duration defaultRange();
}
