package io.tidemark.aggregator.enrich.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.contract.window.WindowLength;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Pods, nodes and services by address, where the service runs in a cluster or is told to ask one; else nothing, and no client is
 * made. The watches run on the client's own threads.
 */
@ApplicationScoped
public class Kubernetes {
    private static final Logger LOG = Logger.getLogger(Kubernetes.class);

    /** A watch is opened anew every few minutes; only after so many ticks without one the API server is away. */
    private static final int AWAY = 3;

    private final KubernetesConfig config;
    private final Instance<KubernetesClient> client;
    private final MeterRegistry registry;
    private final InstantSource clock = InstantSource.system();
    private final Directory directory = new Directory();
    private final Watches watches = new Watches(directory, clock);
    private int away; // ticks in a row
    private boolean told;

    Kubernetes(KubernetesConfig config, Instance<KubernetesClient> client, MeterRegistry registry) {
        this.config = config;
        this.client = client;
        this.registry = registry;
    }

    /** Starts if it is to: {@link Lookup#NONE} if not. Returns at once; names come as they are told. */
    public Lookup start() {
        if (!config.asksKubernetes()) {
            return Lookup.NONE;
        }
        Gauge.builder("tidemark.aggregator.kubernetes.addresses", directory, Directory::size)
                .description("Addresses whose pods, nodes or services are known, those remembered included.")
                .register(registry);
        Gauge.builder("tidemark.aggregator.kubernetes.watching", watches, each -> each.areWatching() ? 1 : 0)
                .description("1 while the API server tells of every change; 0 while it is away or refuses.")
                .register(registry);
        LOG.info("asking Kubernetes what addresses belong to");
        watches.start(client.get());
        return directory;
    }

    /** Called every few seconds by one thread. */
    public void tick() {
        if (!config.asksKubernetes()) {
            return;
        }
        var horizon = clock.instant().minus(config.kubernetesMemory());
        directory.forget(WindowLength.nanos(horizon));
        if (watches.areWatching()) {
            if (!told || away >= AWAY) {
                LOG.infof("Kubernetes tells what addresses belong to: addresses=%d", directory.size());
            }
            told = true;
            away = 0;
        } else if (++away == AWAY) {
            LOG.warnf(
                    "Kubernetes does not tell what addresses belong to; what is known is used: reason=%s",
                    watches.trouble());
        }
    }

    public void stop() {
        watches.close();
    }
}
