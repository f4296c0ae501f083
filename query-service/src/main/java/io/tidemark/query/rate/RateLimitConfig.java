package io.tidemark.query.rate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often one user, or one address where nobody logs in, may ask. What is more is answered with 429. */
@ConfigMapping(prefix = "tidemark.query.rate-limit")
public interface RateLimitConfig {
    /**
     * Requests a second in the long run; 1 to 1000000, 0: as many as one likes. Without a login, those of this machine itself are not
     * counted.
     */
    @WithDefault("20")
    int perSecond();

    /** Requests at once, after a time without any; at least 1. A page that is opened makes some ten. */
    @WithDefault("200")
    int burst();
}
