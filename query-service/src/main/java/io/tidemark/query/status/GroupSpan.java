package io.tidemark.query.status;

import java.time.Instant;

/** What one window group has in the store; a projection of closed windows. */
public record GroupSpan(String group, Instant earliest, Instant latest, Long windows, Instant closedAt) {
    Source source() {
        return new Source(group, earliest, latest, windows);
    }
}
