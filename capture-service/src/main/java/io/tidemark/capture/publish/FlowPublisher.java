package io.tidemark.capture.publish;

import io.tidemark.metering.record.BatchSink;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The way of flow batches to the broker, as the rest of the service sees it: two sinks, one that waits and one that refuses,
 * over one bounded {@link Outbox}, and a watch that says when the broker is away.
 */
@ApplicationScoped
public class FlowPublisher {
    private final Outbox outbox;
    private final FlowsTopic topic;
    private final PublishConfig config;
    private final BrokerWatch watch;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("publish-watch").factory());

    FlowPublisher(FlowsChannel channel, FlowsTopic topic, PublishConfig config) {
        long capacity = config.publishBufferBytes().asLongValue();
        if (capacity < PublishConfig.MIN_BUFFER_BYTES || capacity > PublishConfig.MAX_BUFFER_BYTES) {
            throw new IllegalArgumentException(
                    "tidemark.capture.publish-buffer-bytes=%d is not between 1M and 1G".formatted(capacity));
        }
        this.outbox = new Outbox(channel, capacity, System::nanoTime);
        this.topic = topic;
        this.config = config;
        this.watch = new BrokerWatch(outbox);
        ticks.scheduleAtFixedRate(watch::tick, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Waits on the caller's thread until the broker knows the topic of flows.
     *
     * @return its number of partitions; empty once {@code stopped}
     */
    public OptionalInt awaitPartitions(BooleanSupplier stopped) throws InterruptedException {
        return topic.await(stopped);
    }

    /** For sources that can wait: the meter's thread blocks here while the buffer is full. After {@link #close}, all is ignored. */
    public BatchSink waiting() {
        return new BatchSink() {
            @Override
            public boolean flows(int partition, byte[] batch, int flows) {
                outbox.put(partition, batch, flows);
                return true;
            }

            @Override
            public void marker(int partition, byte[] batch, int flows) {
                outbox.putMarker(partition, batch, flows);
            }
        };
    }

    /** For sources that cannot wait: flow batches are refused while the buffer is full; markers have room of their own. */
    public BatchSink refusing() {
        return new BatchSink() {
            @Override
            public boolean flows(int partition, byte[] batch, int flows) {
                return outbox.offer(partition, batch, flows);
            }

            @Override
            public void marker(int partition, byte[] batch, int flows) {
                outbox.putMarker(partition, batch, flows);
            }
        };
    }

    /** Waits until the broker has acknowledged all that was taken. False: not within this time, or closed meanwhile. */
    public boolean awaitAcknowledged(Duration atMost) throws InterruptedException {
        return outbox.awaitEmpty(atMost);
    }

    /** How long a stopping service may wait for acknowledgements. */
    public Duration shutdownTimeout() {
        return config.shutdownTimeout();
    }

    /** Takes nothing from now on; who waits here goes on. */
    public void close() {
        outbox.close();
    }

    /** Bytes that wait for the broker now. */
    public long pendingBytes() {
        return outbox.pendingBytes();
    }

    /** Flow records that were taken on their way to the broker since the start. */
    public long exportedFlows() {
        return outbox.acceptedFlows.sum();
    }

    /** The broker has told the partitions and acknowledges what it is sent. */
    public boolean ready() {
        return topic.partitions() > 0 && !watch.away();
    }

    Outbox outbox() {
        return outbox;
    }

    @PreDestroy
    void stopWatch() {
        ticks.shutdownNow();
    }
}
