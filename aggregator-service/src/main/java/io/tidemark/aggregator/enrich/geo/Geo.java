package io.tidemark.aggregator.enrich.geo;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.enrich.ReloadedFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;

/** Countries and autonomous systems by address, where databases of them are given. */
@ApplicationScoped
public class Geo {
    private static final Logger LOG = Logger.getLogger(Geo.class);

    private final GeoConfig config;
    private final MeterRegistry registry;
    private List<ReloadedFile<Database>> files = List.of();
    private Counter refused;

    Geo(GeoConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    /**
     * Reads the files: {@link Lookup#NONE} if there are none to read.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    public Lookup start() {
        files = config.geoDatabases().orElse(List.of()).stream().map(Geo::read).toList();
        if (files.isEmpty()) {
            return Lookup.NONE;
        }
        refused = Counter.builder("tidemark.aggregator.refused.files")
                .description("Times that a changed file was not taken, because it could not be read or was wrong.")
                .tag("source", "geo")
                .register(registry);
        return new Places(files);
    }

    private static ReloadedFile<Database> read(Path path) {
        try {
            return new ReloadedFile<>(path, Database::read);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "tidemark.aggregator.geo-databases %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** Called every few seconds by one thread: reads files again that have changed. */
    public void tick() {
        for (var file : files) {
            try {
                if (file.poll()) {
                    LOG.infof("a GeoIP database was read again: file=%s", file.path());
                }
            } catch (IOException e) {
                refused.increment();
                LOG.warnf("a GeoIP database stays as it was: file=%s reason=%s", file.path(), e.getMessage());
            }
        }
    }
}
