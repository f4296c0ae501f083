package io.tidemark.aggregator.enrich.geo;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Configuration of the GeoIP databases. */
@ConfigMapping(prefix = "tidemark.aggregator")
public interface GeoConfig {
    /**
     * MaxMind DB files with countries or autonomous systems (GeoLite2-Country.mmdb, GeoLite2-ASN.mmdb, DB-IP's), asked in this
     * order. They are held in memory, and read again when they are replaced. Paths; none: addresses have no country.
     */
    Optional<List<Path>> geoDatabases();
}
