package io.tidemark.query.range;

import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The wall clock of the service. */
final class WallClock {
    @Produces
    static Clock clock() {
        return Clock.systemUTC();
    }
}
