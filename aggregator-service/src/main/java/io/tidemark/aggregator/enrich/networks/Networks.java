package io.tidemark.aggregator.enrich.networks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.aggregator.enrich.Endpoint;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.enrich.ReloadedFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** Own networks by address, where a file of them is given. */
@ApplicationScoped
public class Networks {
    private static final Logger LOG = Logger.getLogger(Networks.class);

    private final NetworksConfig config;
    private final MeterRegistry registry;
    private ReloadedFile<NetworkTable> file;
    private Counter refused;

    Networks(NetworksConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    /**
     * Reads the file: {@link Lookup#NONE} if there is none to read.
     *
     * @throws IllegalArgumentException if it cannot be read or has wrong lines, which are told by number
     */
    public Lookup start() {
        var path = config.networksFile();
        if (path.isEmpty()) {
            return Lookup.NONE;
        }
        file = read(path.get());
        Gauge.builder(
                        "tidemark.aggregator.networks",
                        file,
                        each -> each.content().size())
                .description("Prefixes of own networks that have labels.")
                .register(registry);
        refused = Counter.builder("tidemark.aggregator.refused.files")
                .description("Times that a changed file was not taken, because it could not be read or was wrong.")
                .tag("source", "networks")
                .register(registry);
        return this::find;
    }

    private static ReloadedFile<NetworkTable> read(Path path) {
        try {
            return new ReloadedFile<>(path, NetworksFile::read);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "tidemark.aggregator.networks-file %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private Endpoint find(long high, long low, long nanos) {
        return file.content().find(high, low, nanos);
    }

    /** Called every few seconds by one thread: reads the file again if it has changed. */
    public void tick() {
        if (file == null) {
            return;
        }
        try {
            if (file.poll()) {
                LOG.infof(
                        "own networks were read again: file=%s prefixes=%d",
                        file.path(), file.content().size());
            }
        } catch (IOException e) {
            refused.increment();
            LOG.warnf("own networks stay as they were: file=%s reason=%s", file.path(), e.getMessage());
        }
    }
}
