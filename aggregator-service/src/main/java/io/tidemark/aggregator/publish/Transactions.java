package io.tidemark.aggregator.publish;

import io.tidemark.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jboss.logging.Logger;

/**
 * The rounds that wait go out together, one transaction after the other: rows, dead letters and the offsets they come from, all
 * or nothing. So the number of transactions follows the broker's speed, not the number of partitions or windows.
 *
 * <p>Whatever fails ends the same way: a new producer makes the broker end the transaction, the committed offsets tell how it
 * ended, and what did not come out is sent again, without the rounds of partitions that were taken away meanwhile. That they
 * cannot slip through is the broker's doing: a transaction names the generation of the consumer group that was current
 * before the owners of its partitions were looked at, and is refused in any later one; and who gets such a partition is told
 * its offset only when no transaction holds it (KIP-447).
 *
 * <p>{@link #run} is the only thread that talks to the broker here.
 */
final class Transactions implements Runnable {
    private static final Logger LOG = Logger.getLogger(Transactions.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** Bytes; the broker takes some 1,048,500, and the headers are a few hundred. */
    private static final int LONGEST_WITH_HEADERS = 1_000_000;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Supplier<TransactionalProducer> producers;
    private final Supplier<Integer> summaryPartitions;
    private final PublishMetrics metrics;
    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private volatile TransactionalProducer producer;
    private volatile ConsumerGroupMetadata member;

    /**
     * @param producers         connects anew at each call
     * @param summaryPartitions partitions of the summaries; waits until they are known
     */
    Transactions(
            Supplier<TransactionalProducer> producers, Supplier<Integer> summaryPartitions, PublishMetrics metrics) {
        this.producers = producers;
        this.summaryPartitions = summaryPartitions;
        this.metrics = metrics;
    }

    /** Takes a round. Any thread. */
    void add(Entry entry) {
        waiting.add(entry);
    }

    /** What this process is in the consumer group from now on. Any thread; before the rounds of what it was assigned. */
    void member(ConsumerGroupMetadata metadata) {
        member = metadata;
    }

    /** True: the broker has let this instance begin transactions, and none has failed since. Any thread. */
    boolean isConnected() {
        return producer != null;
    }

    /** Goes on until the thread is interrupted. */
    @Override
    public void run() {
        try {
            connect();
            while (!Thread.currentThread().isInterrupted()) {
                var entries = new ArrayList<Entry>();
                entries.add(waiting.take());
                waiting.drainTo(entries);
                end(entries);
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop();
        }
    }

    /** Before there is anything to send, so that it is known early whether it could be. Ends when it could, or there is. */
    private void connect() throws InterruptedException {
        var pause = PAUSE;
        boolean told = false;
        while (producer == null && waiting.isEmpty()) {
            try {
                producer = producers.get();
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.debugf(e, "the transactional producer cannot connect and tries again");
                if (!told && isHopeless(e)) {
                    LOG.warnf("Kafka does not let this instance begin transactions: reason=%s", e.getMessage());
                    told = true;
                }
                pause = sleep(pause);
            }
        }
    }

    /** Sends these until they are out, or of no use any more. */
    private void end(List<Entry> entries) throws InterruptedException {
        var pause = PAUSE;
        while (true) {
            try {
                if (producer == null) {
                    producer = producers.get();
                    settle(entries);
                }
                commit(entries);
                return;
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                drop();
                if (isHopeless(e)) {
                    entries.forEach(entry -> entry.done().completeExceptionally(e));
                    return;
                }
                metrics.transactionFailed();
                LOG.debugf(e, "a transaction failed and is tried again");
                pause = sleep(pause);
            }
        }
    }

    /** Returns the next pause. */
    private static Duration sleep(Duration pause) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private void commit(List<Entry> entries) {
        var current = member; // before the look at the owners
        release(entries);
        if (entries.isEmpty()) {
            return;
        }
        long started = System.nanoTime();
        int partitions = summaryPartitions.get();
        producer.begin();
        for (var entry : entries) {
            records(entry.partition() % partitions, entry.round()).forEach(producer::send);
        }
        producer.commit(offsets(entries), current);
        metrics.transaction(System.nanoTime() - started);
        entries.forEach(this::committed);
    }

    private void committed(Entry entry) {
        metrics.published(entry.round());
        entry.done().complete(null);
    }

    /** Rounds of partitions that were taken away are done with. */
    private static void release(List<Entry> entries) {
        var lost = entries.stream().filter(entry -> !entry.isOwned()).toList();
        entries.removeAll(lost);
        lost.forEach(entry -> entry.done().complete(null));
    }

    /** After a failure: if the transaction was committed nevertheless, its rounds are out. */
    private void settle(List<Entry> entries) {
        release(entries);
        if (entries.isEmpty()) {
            return;
        }
        var committed = producer.committed();
        boolean out = offsets(entries).entrySet().stream()
                .anyMatch(ours ->
                        isSame(ours.getValue(), committed.get(new TopicPartition(Topic.FLOWS.name(), ours.getKey()))));
        if (out) {
            entries.forEach(this::committed);
            entries.clear();
        }
    }

    /** No two rounds of a partition have the same: their positions differ, and the metadata holds the position. */
    private static boolean isSame(OffsetAndMetadata ours, OffsetAndMetadata committed) {
        return committed != null
                && committed.offset() == ours.offset()
                && committed.metadata().equals(ours.metadata());
    }

    private static Map<Integer, OffsetAndMetadata> offsets(List<Entry> entries) {
        var offsets = new HashMap<Integer, OffsetAndMetadata>();
        entries.forEach(entry -> offsets.put(entry.partition(), entry.round().commit()));
        return offsets;
    }

    private static boolean isHopeless(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException
                    || cause instanceof AuthenticationException
                    || cause instanceof RecordTooLargeException
                    || cause instanceof UnsupportedVersionException) {
                return true;
            }
        }
        return false;
    }

    private void drop() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> records(int partition, Round round) {
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (var window : round.windows()) {
            for (var part : window.parts()) {
                records.add(new ProducerRecord<>(Topic.SUMMARIES.name(), partition, null, part));
            }
        }
        for (var poison : round.poison()) {
            records.add(deadLetter(poison));
        }
        return records;
    }

    /** A record that is as long as the broker takes goes as it is: with more headers it would be too long. */
    private static ProducerRecord<byte[], byte[]> deadLetter(Round.Poison poison) {
        var record = poison.record();
        var letter = new ProducerRecord<>(Topic.FLOWS_DEAD.name(), record.key(), record.value());
        record.headers().forEach(letter.headers()::add);
        if (record.serializedValueSize() > LONGEST_WITH_HEADERS) {
            return letter;
        }
        header(letter, "tidemark-topic", record.topic());
        header(letter, "tidemark-partition", Integer.toString(record.partition()));
        header(letter, "tidemark-offset", Long.toString(record.offset()));
        header(letter, "tidemark-cause", poison.cause());
        return letter;
    }

    private static void header(ProducerRecord<?, ?> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
