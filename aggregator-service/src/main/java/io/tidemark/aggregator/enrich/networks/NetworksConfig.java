package io.tidemark.aggregator.enrich.networks;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Configuration of the own networks. */
@ConfigMapping(prefix = "tidemark.aggregator")
public interface NetworksConfig {
    /**
     * File with the labels of own networks, one {@code 10.1.0.0/16 office-berlin} a line; it is read again when it changes. A
     * path; none: addresses have no network.
     */
    Optional<Path> networksFile();
}
