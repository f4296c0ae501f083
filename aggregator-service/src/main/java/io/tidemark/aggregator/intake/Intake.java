package io.tidemark.aggregator.intake;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.grain.GrainConfig;
import io.tidemark.aggregator.grain.GrainLimits;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.aggregator.memory.MemoryConfig;
import io.tidemark.aggregator.publish.Publisher;
import io.tidemark.aggregator.window.WindowConfig;
import io.tidemark.aggregator.window.WindowLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Where the flows come in: gives each poll's records to the pipelines of their partitions, makes a pipeline from the committed
 * offset and its metadata when a partition is assigned, and throws it away when it is revoked.
 *
 * <p>Threads: polls come on the event loop, assignments on the consumer's polling thread; the windows are on workers, one for
 * each core.
 */
@ApplicationScoped
@Default
@Identifier(Intake.CHANNEL)
public class Intake implements KafkaConsumerRebalanceListener {
    static final String CHANNEL = "flows";

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(8);
    private static final String GENERATION = "smallrye-generation-id"; // a header the connector adds to each record

    private final Publisher publisher;
    private final IntakeMetrics metrics;
    private final WindowLimits windows;
    private final GrainLimits grains;
    private final Memory memory;
    private final Lookup lookup;
    private final Membership membership;
    private final ExecutorService workers;
    private final Map<TopicPartition, PartitionPipeline> pipelines = new ConcurrentHashMap<>();

    private Cancellable ticks = () -> {};
    private volatile boolean stopping;

    Intake(
            Publisher publisher,
            IntakeMetrics metrics,
            Membership membership,
            WindowConfig windows,
            GrainConfig grains,
            MemoryConfig memory,
            Lookup lookup) {
        this.membership = membership;
        this.publisher = publisher;
        this.metrics = metrics;
        this.windows = windows.limits();
        this.grains = grains.limits();
        this.memory = memory.memory();
        this.lookup = lookup;
        this.workers = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().name("windows-", 0).daemon().factory());
        metrics.partitions(pipelines::size);
        metrics.memory(this.memory);
        metrics.lag(() ->
                pipelines.values().stream().mapToLong(PartitionPipeline::lag).sum());
        metrics.openWindows(() -> pipelines.values().stream()
                .mapToInt(pipeline -> pipeline.flows().openWindows())
                .sum());
    }

    void start(@Observes StartupEvent event) {
        ticks = Multi.createFrom()
                .ticks()
                .every(TICK)
                .onOverflow()
                .drop()
                .subscribe()
                .with(tick -> tick());
    }

    private void tick() {
        pipelines.values().forEach(PartitionPipeline::tick);
        membership.tellEnds((partition, end) -> {
            var pipeline = pipelines.get(partition);
            if (pipeline != null) {
                pipeline.logEnds(end);
            }
        });
    }

    /**
     * Gives the records of one poll to their partitions. Called on the event loop, one poll at a time; the next one comes when
     * there is room for it. Nothing is acknowledged here: offsets are committed with the windows.
     */
    @Incoming(CHANNEL)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> onPoll(Message<List<byte[]>> poll) {
        ConsumerRecords<byte[], byte[]> records = recordsOf(poll);
        var rooms = new ArrayList<Uni<Void>>(records.partitions().size());
        for (var partition : records.partitions()) {
            var pipeline = pipelines.get(partition);
            var slice = records.records(partition);
            if (pipeline != null && !stopping) {
                rooms.add(pipeline.offer(slice, generationOf(slice.getFirst())));
            }
        }
        return rooms.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(rooms).andFailFast().replaceWithVoid();
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecords<byte[], byte[]> recordsOf(Message<?> poll) {
        return (ConsumerRecords<byte[], byte[]>) poll.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getRecords();
    }

    private static int generationOf(ConsumerRecord<?, ?> record) {
        var header = record.headers().lastHeader(GENERATION);
        return header == null ? Integer.MAX_VALUE : Integer.parseInt(new String(header.value()));
    }

    /**
     * Called on the polling thread, which may block, after each rebalance, even if nothing was added. Offsets that are in a
     * transaction of whoever had the partition before are waited for.
     */
    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var committed = asked(() -> consumer.committed(new HashSet<>(partitions)));
        var starts = asked(() -> consumer.beginningOffsets(partitions));
        var ends = asked(() -> consumer.endOffsets(partitions));
        var member = consumer.groupMetadata();
        publisher.member(member);
        for (var partition : partitions) {
            var flows = flows(partition.partition(), committed.get(partition), ends.get(partition));
            var pipeline = new PartitionPipeline(
                    partition.partition(), member.generationId(), starts.get(partition), ends.get(partition), flows);
            pipeline.start(workers, publisher, this::die);
            var before = pipelines.put(partition, pipeline);
            if (before != null) {
                before.revoke();
            }
        }
        membership.has(consumer);
        LOG.infof("assigned %d partitions, have %d", partitions.size(), pipelines.size());
    }

    /**
     * Asks until there is an answer: partitions that have no pipeline would be polled all the same, and what comes of them dropped,
     * with nobody knowing.
     */
    private <T> T asked(Supplier<T> question) {
        while (true) {
            try {
                return question.get();
            } catch (RetriableException e) {
                if (stopping) {
                    throw e;
                }
                LOG.warnf(
                        "the broker does not say where assigned partitions stand, it is asked again: %s",
                        e.getMessage());
            } catch (KafkaException e) {
                if (!stopping) {
                    die(e);
                }
                throw e;
            }
        }
    }

    /** Called on the polling thread. A transaction that is underway may still hold the partition; who gets it waits for that. */
    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (var partition : partitions) {
            var pipeline = pipelines.remove(partition);
            if (pipeline != null) {
                pipeline.revoke();
            }
        }
        if (pipelines.isEmpty()) {
            membership.hasNothing();
        }
        LOG.infof("revoked %d partitions, have %d", partitions.size(), pipelines.size());
    }

    private FlowPartition flows(int partition, OffsetAndMetadata from, long end) {
        return new FlowPartition(
                partition,
                from == null ? 0 : from.offset(),
                from == null ? null : from.metadata(),
                end,
                windows,
                grains,
                lookup,
                metrics.tally(),
                memory,
                Clock.systemUTC(),
                System::nanoTime);
    }

    /** What no repeating mends is an error in the code or the broker's settings; a new process reads on from the last commit. */
    private void die(Throwable failure) {
        LOG.error("a partition's pipeline has failed; the process ends, to be started again", failure);
        Quarkus.asyncExit(1);
    }

    /** SIGTERM: what is on its way is published and committed; open windows are simply read again later. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        ticks.cancel();
        var drained = pipelines.values().stream()
                .map(pipeline -> pipeline.drain().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(drained).get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not everything could be published and committed before the end; it will be after the next start");
        }
        workers.shutdown();
    }
}
