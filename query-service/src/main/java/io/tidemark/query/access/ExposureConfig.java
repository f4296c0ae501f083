package io.tidemark.query.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether others than this machine may connect where nobody logs in. */
@ConfigMapping(prefix = "tidemark.query")
public interface ExposureConfig {
    /**
     * Whether the service may listen on an address that others can reach though there is no login: everybody who can connect sees
     * all traffic. false: it does not start then.
     */
    @WithDefault("false")
    boolean insecure();
}
