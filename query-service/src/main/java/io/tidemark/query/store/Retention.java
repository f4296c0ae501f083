package io.tidemark.query.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/** Drops days that are past their retention, now and then, on a virtual thread. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);

    private final Schema schema;
    private final TimePartitions partitions;
    private final StoreConfig config;
    private final Clock clock;
    private Thread worker;

    Retention(Schema schema, TimePartitions partitions, StoreConfig config, Clock clock) {
        this.schema = schema;
        this.partitions = partitions;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("retention").start(this::run);
    }

    private void run() {
        try {
            schema.awaitMigrated();
            while (true) {
                apply();
                Thread.sleep(config.retentionEvery());
            }
        } catch (InterruptedException | CancellationException stopped) {
            LOG.debug("stopped");
        }
    }

    /** Drops what is to be dropped now. What fails is tried again the next time. */
    void apply() {
        try {
            for (var partition : past(clock.instant().minus(config.retention()))) {
                var day = partition.starts;
                if (partitions.drop(day)) {
                    LOG.infof("dropped the rows of a day past its retention: day=%s", day);
                }
            }
        } catch (CancellationException e) {
            throw e;
        } catch (Throwable e) {
            LOG.warn("days past their retention were not dropped; trying again later", e);
        }
    }

    /** Days that ended, and began to come in, before the cutoff. In SQL: the first HQL would hold the event loop for long. */
    private static List<TimePartition> past(Instant cutoff) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(
                                "SELECT * FROM time_partition WHERE ends < ?1 AND created_at < ?1 ORDER BY starts",
                                TimePartition.class)
                        .setParameter(1, cutoff)
                        .getResultList())));
    }

    @PreDestroy
    void stop() {
        if (worker != null) {
            worker.interrupt();
        }
    }
}
