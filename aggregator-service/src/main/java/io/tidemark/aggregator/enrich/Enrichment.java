package io.tidemark.aggregator.enrich;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.tidemark.aggregator.enrich.geo.Geo;
import io.tidemark.aggregator.enrich.kubernetes.Kubernetes;
import io.tidemark.aggregator.enrich.networks.Networks;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** The sources as they are configured. A virtual thread of its own looks every few seconds for files that have changed. */
@Startup
@ApplicationScoped
public class Enrichment implements Lookup {
    private static final Logger LOG = Logger.getLogger(Enrichment.class);
    private static final long EVERY_MILLIS = 5_000;

    private final Kubernetes kubernetes;
    private final Networks networks;
    private final Geo geo;
    private final MeterRegistry registry;
    private Layers layers;
    private Thread ticks;

    Enrichment(Kubernetes kubernetes, Networks networks, Geo geo, MeterRegistry registry) {
        this.kubernetes = kubernetes;
        this.networks = networks;
        this.geo = geo;
        this.registry = registry;
    }

    @PostConstruct
    void start() {
        layers = new Layers(
                layer("kubernetes", kubernetes.start()),
                layer("networks", networks.start()),
                layer("geo", geo.start()));
        ticks = Thread.ofVirtual().name("enrichment").start(this::tick);
    }

    private Layers.Layer layer(String source, Lookup lookup) {
        var layer = new Layers.Layer(lookup);
        counter(
                "lookups",
                "Addresses that a source of names was asked about, once for each window.",
                source,
                layer.lookups);
        counter("misses", "Addresses that it knew nothing of.", source, layer.misses);
        return layer;
    }

    private void counter(String name, String description, String source, LongAdder count) {
        FunctionCounter.builder("tidemark.aggregator.enrichment." + name, count, LongAdder::doubleValue)
                .description(description)
                .tag("source", source)
                .register(registry);
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(EVERY_MILLIS);
                kubernetes.tick();
                networks.tick();
                geo.tick();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("stopped");
        }
    }

    @Override
    public Endpoint find(long high, long low, long nanos) {
        return layers.find(high, low, nanos);
    }

    @Override
    public boolean isEmpty() {
        return layers.isEmpty();
    }

    @Override
    public boolean isSteady(long high, long low, long fromNanos, long toNanos) {
        return layers.isSteady(high, low, fromNanos, toNanos);
    }

    @PreDestroy
    void stop() {
        ticks.interrupt();
        kubernetes.stop();
    }
}
