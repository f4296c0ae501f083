package io.tidemark.aggregator.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.tidemark.aggregator.publish.Publisher;
import io.tidemark.aggregator.publish.Round;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The way of one partition's records: slices of polls, and the ticks of a clock, into the partition's windows, on a worker, one
 * at a time; what that closes is published and committed, in order. While a round is on its way to the broker, the worker goes
 * on with the next slices.
 *
 * <p>Pressure: at most {@value #AHEAD} slices wait for the worker, then {@link #offer} waits, and with it the connector, which
 * pauses the consumer. A worker whose rounds are not acknowledged comes to a stop a few rounds later.
 */
final class PartitionPipeline {
    private static final int AHEAD = 4;

    private final int partition;
    private final int generation;
    private final FlowPartition flows;
    private final ConcurrentLinkedQueue<CompletableFuture<Void>> ahead =
            new ConcurrentLinkedQueue<>(); // of slices not taken yet
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private MultiEmitter<? super Step> steps;
    private Cancellable running;
    private volatile boolean revoked;
    private boolean over; // its windows are gone
    private final long logStart;
    private volatile long logEnd;

    /**
     * @param generation of the consumer group when the partition was assigned
     * @param logStart   first record that the log had then
     * @param logEnd     the log's end then
     */
    PartitionPipeline(int partition, int generation, long logStart, long logEnd, FlowPartition flows) {
        this.logStart = logStart;
        this.logEnd = logEnd;
        this.partition = partition;
        this.generation = generation;
        this.flows = flows;
    }

    /**
     * Begins.
     *
     * @param failed takes what no repeating can mend
     */
    void start(Executor workers, Publisher publisher, Consumer<Throwable> failed) {
        running = Multi.createFrom()
                .<Step>emitter(emitter -> steps = emitter, BackPressureStrategy.BUFFER)
                .emitOn(workers, AHEAD)
                .onItem()
                .transform(this::take)
                .select()
                .where(Optional::isPresent)
                .onItem()
                .transformToUniAndConcatenate(round -> publish(publisher, round.get()))
                .subscribe()
                .with(round -> {}, failed, () -> ended.complete(null));
    }

    private Uni<Void> publish(Publisher publisher, Round round) {
        return publisher.publish(partition, round, () -> !revoked).invoke(() -> flows.committed(round.position()));
    }

    /**
     * Takes the next records, in log order. One caller at a time.
     *
     * @param inGeneration of the consumer group when they were polled; from an earlier one they are of no use
     * @return completes when there is room for more
     */
    Uni<Void> offer(List<ConsumerRecord<byte[], byte[]>> records, int inGeneration) {
        if (revoked || inGeneration < generation) {
            return Uni.createFrom().voidItem();
        }
        var slice = new Slice(records, new CompletableFuture<>());
        ahead.add(slice.taken());
        steps.emit(slice);
        if (revoked) {
            slice.taken().complete(null);
        }
        var oldest = ahead.peek();
        return ahead.size() < AHEAD || oldest == null
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().completionStage(oldest);
    }

    /** A second has gone by. Any thread. */
    void tick() {
        if (!revoked && ticking.compareAndSet(false, true)) {
            steps.emit(new Tick());
        }
    }

    /** The partition is somebody else's now: nothing more is published or committed, the state is thrown away. */
    void revoke() {
        revoked = true;
        running.cancel();
        Thread.startVirtualThread(this::end); // waits for the worker
        ahead.forEach(taken -> taken.complete(null)); // whoever waits for one waits for all partitions
        ended.complete(null);
    }

    /** Publishes and commits what is on its way, and takes nothing more. */
    CompletionStage<Void> drain() {
        steps.complete();
        return ended;
    }

    /** The log ends here now. Any thread. */
    void logEnds(long offset) {
        logEnd = offset;
    }

    /** Records of the log that are not in the windows yet. Any thread. */
    long lag() {
        return Math.max(0, logEnd - Math.max(logStart, flows.position()));
    }

    FlowPartition flows() {
        return flows;
    }

    private synchronized void end() {
        over = true;
        flows.end();
    }

    private synchronized Optional<Round> take(Step step) {
        if (over) {
            return Optional.empty();
        }
        return switch (step) {
            case Slice slice -> {
                try {
                    yield flows.take(slice.records());
                } finally {
                    ahead.remove(slice.taken());
                    slice.taken().complete(null);
                }
            }
            case Tick tick -> {
                ticking.set(false);
                yield flows.tick();
            }
        };
    }

    private sealed interface Step {}

    /** Records of one poll. */
    private record Slice(List<ConsumerRecord<byte[], byte[]>> records, CompletableFuture<Void> taken) implements Step {}

    /** Time goes by. */
    private record Tick() implements Step {}
}
