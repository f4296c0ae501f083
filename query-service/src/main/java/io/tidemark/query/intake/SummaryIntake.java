package io.tidemark.query.intake;

import io.smallrye.mutiny.Uni;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.query.store.Schema;
import io.tidemark.query.store.TimePartitions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes what one poll of the consumer brought, in bulks, to PostgreSQL. A poll is acknowledged, and its offsets committed, when
 * all of it is committed in PostgreSQL or acknowledged as dead letters; while it is not, no other one is taken, so what waits is
 * bounded by the size of a fetch. Nothing is dropped: while PostgreSQL or the broker is away, it tries again and again.
 */
@ApplicationScoped
class SummaryIntake {
    private static final Logger LOG = Logger.getLogger(SummaryIntake.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    private final Schema schema;
    private final TimePartitions partitions;
    private final Sink sink;
    private final DeadLetters dead;
    private final IntakeMetrics metrics;
    private final IntakeConfig config;
    private final Clock clock;
    private final SummaryReader reader = new SummaryReader();
    /** Of its own: when a full bulk is taken apart, the batch that comes next has been read already. */
    private final SummaryReader again = new SummaryReader();

    private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();

    SummaryIntake(
            Schema schema,
            TimePartitions partitions,
            Sink sink,
            DeadLetters dead,
            IntakeMetrics metrics,
            IntakeConfig config,
            Clock clock) {
        this.schema = schema;
        this.partitions = partitions;
        this.sink = sink;
        this.dead = dead;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** Called on the event loop, one poll after the other; the work is done on a virtual thread, which may wait. */
    @Incoming("summaries")
    @Acknowledgment(Acknowledgment.Strategy.POST_PROCESSING)
    Uni<Void> onPoll(ConsumerRecords<byte[], byte[]> records) {
        return Uni.createFrom()
                .<Void>item(() -> {
                    store(records);
                    return null;
                })
                .runSubscriptionOn(virtual);
    }

    private void store(ConsumerRecords<byte[], byte[]> records) {
        schema.awaitMigrated();
        var bulk = new Bulk();
        for (var record : records) {
            try {
                var batch = reader.read(record.value());
                if (bulk.contradicts(batch) || bulk.size() >= config.bulkRows()) {
                    write(bulk, false);
                    bulk = new Bulk();
                }
                bulk.add(record, batch);
            } catch (UnreadableSummary e) {
                bury(record, e.getMessage());
            }
        }
        write(bulk, false);
    }

    private void write(Bulk bulk, boolean carefully) {
        var wait = FIRST_WAIT;
        boolean failed = false;
        while (!bulk.isEmpty()) {
            try {
                var start = clock.instant();
                partitions.ensure(bulk.days());
                var counts = sink.write(bulk, carefully);
                metrics.written(bulk, counts, start, clock.instant());
                if (failed) {
                    LOG.info("PostgreSQL takes rows again");
                }
                return;
            } catch (CancellationException e) {
                throw e;
            } catch (SettledWindows e) {
                refuse(bulk, e);
                return;
            } catch (SQLException | RuntimeException e) {
                metrics.storeError();
                partitions.forget();
                if (isAboutData(e)) {
                    separate(bulk, carefully, e);
                    return;
                }
                if (!failed) {
                    failed = true;
                    LOG.warn("PostgreSQL does not take rows; trying again until it does", e);
                }
                wait = pause(wait);
            }
        }
    }

    /** Buries what tells of windows that were dropped by age, and writes the rest. */
    private void refuse(Bulk bulk, SettledWindows settled) {
        var rest = new Bulk();
        for (var record : bulk.records()) {
            var batch = readAgain(record);
            if (settled.concerns(batch)) {
                bury(
                        record,
                        "the rows of this window were dropped by age (tidemark.query.retention); nothing can be added");
            } else {
                rest.add(record, batch);
            }
        }
        write(rest, false);
    }

    private SummaryBatch readAgain(ConsumerRecord<byte[], byte[]> record) {
        try {
            return again.read(record.value());
        } catch (UnreadableSummary e) {
            throw new IllegalStateException("a record that was read cannot be read", e);
        }
    }

    /** Whether PostgreSQL refuses what is in the rows (classes 22, 23, 54), but not that a partition is not there (23514). */
    private static boolean isAboutData(Exception e) {
        var state = e instanceof SQLException sql ? sql.getSQLState() : null;
        return state != null
                && !state.equals("23514")
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    /** Finds the record that PostgreSQL refuses, if there is one, by writing each on its own. */
    private void separate(Bulk bulk, boolean separated, Exception refusal) {
        if (separated) {
            bury(bulk.records().getFirst(), "PostgreSQL: " + refusal.getMessage());
            return;
        }
        for (var record : bulk.records()) {
            var single = new Bulk();
            single.add(record, readAgain(record));
            write(single, true);
        }
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, String reason) {
        var wait = FIRST_WAIT;
        while (true) {
            try {
                dead.send(record, reason).await().indefinitely();
                return;
            } catch (CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("a dead letter was not taken; trying again until it is", e);
                wait = pause(wait);
            }
        }
    }

    private Duration pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the service stops; what is not acknowledged comes again");
        }
        var twice = wait.multipliedBy(2);
        return twice.compareTo(config.longestWait()) < 0 ? twice : config.longestWait();
    }

    @PreDestroy
    void stop() {
        virtual.shutdownNow();
    }
}
