package io.tidemark.query.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/** Makes the partitions of today and tomorrow, and drops those past their retention, now and then, on a virtual thread. */
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

    /** Makes what is needed soon, and drops what is to be dropped now. What fails is tried again the next time. */
    void apply() {
        try {
            ahead();
            for (var resolution : Resolution.values()) {
                drop(resolution.label(), config.retention(resolution));
            }
            drop(TimePartitions.NAMES, config.retention(Resolution.DAY));
        } catch (CancellationException e) {
            throw e;
        } catch (Throwable e) {
            LOG.warn("partitions were not made ahead, or not dropped past their retention; trying again later", e);
        }
    }

    private void ahead() {
        var today = clock.instant().truncatedTo(ChronoUnit.DAYS);
        var days = List.of(today, today.plus(Duration.ofDays(1)));
        partitions.ensure(days);
        for (var resolution : Resolution.OF_BUCKETS) {
            partitions.ensure(resolution, days);
        }
    }

    private void drop(String resolution, Duration retention) throws Throwable {
        for (var partition : past(resolution, clock.instant().minus(retention))) {
            if (partitions.drop(resolution, partition.starts)) {
                LOG.infof("dropped rows past their retention: resolution=%s from=%s", resolution, partition.starts);
            }
        }
    }

    /** Partitions that ended, and began to come in, before the cutoff. In SQL: the first HQL would hold the event loop for long. */
    private static List<TimePartition> past(String resolution, Instant cutoff) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(
                                "SELECT * FROM time_partition WHERE resolution = ?1 AND ends < ?2 AND created_at < ?2"
                                        + " ORDER BY starts",
                                TimePartition.class)
                        .setParameter(1, resolution)
                        .setParameter(2, cutoff)
                        .getResultList())));
    }

    @PreDestroy
    void stop() {
        if (worker != null) {
            worker.interrupt();
        }
    }
}
