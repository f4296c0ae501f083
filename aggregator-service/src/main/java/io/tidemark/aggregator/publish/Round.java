package io.tidemark.aggregator.publish;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What a partition has to say after some records: the rows, the dead letters and the offset, all in one transaction.
 *
 * @param windows  closed windows, in the order they closed; may be none
 * @param poison   records that cannot be read; may be none
 * @param commit   where to go on after a restart
 * @param position the partition's position that the commit tells of
 */
public record Round(List<Rows> windows, List<Poison> poison, OffsetAndMetadata commit, long position) {
    public Round {
        windows = List.copyOf(windows);
        poison = List.copyOf(poison);
    }

    /**
     * A closed window, written.
     *
     * @param group    its window group
     * @param endNanos first instant after it, ns since 1970
     * @param parts    SummaryBatches
     */
    public record Rows(String group, long endNanos, List<byte[]> parts) {
        public Rows {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A record that cannot be read.
     *
     * @param record whole
     * @param cause  in snake case
     */
    public record Poison(ConsumerRecord<byte[], byte[]> record, String cause) {}
}
