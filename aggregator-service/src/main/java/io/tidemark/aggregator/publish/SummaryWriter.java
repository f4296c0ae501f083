package io.tidemark.aggregator.publish;

import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.grain.Rows;
import io.tidemark.aggregator.window.ClosedWindow;
import io.tidemark.contract.summary.SummaryBatch;
import java.util.ArrayList;
import java.util.List;

/** Writes closed windows as SummaryBatches, in parts that the broker takes. One writer for each partition. */
public final class SummaryWriter {
    /** Bytes a part has at most, if all its rows are as long as they can be: below the broker's limit of 1 MB a record. */
    static final int BYTES_PER_PART = 800_000;

    private final int partition;
    private final Lookup lookup;
    private final SummaryBatch batch = SummaryBatch.newInstance();

    /**
     * @param partition of tidemark.flows.v1
     * @param lookup    what addresses belonged to
     */
    public SummaryWriter(int partition, Lookup lookup) {
        this.partition = partition;
        this.lookup = lookup;
    }

    /**
     * The window's rows. The same window has the same rows in the same parts, as long as the lookup says the same.
     *
     * @param closedAtNanos wall clock, ns since 1970
     * @return at least one part
     */
    public List<byte[]> write(ClosedWindow window, long closedAtNanos) {
        var grains = window.grains().rows(lookup, window.startNanos(), window.endNanos());
        int parts = parts(grains);
        var written = new ArrayList<byte[]>(parts);
        header(window, closedAtNanos, parts);
        int left = BYTES_PER_PART;
        for (var grain : grains) {
            for (int row = 0; row < grain.size(); row++) {
                if (left < grain.maxBytes()) {
                    written.add(batch.toByteArray());
                    header(window, closedAtNanos, parts).setPart(written.size());
                    left = BYTES_PER_PART;
                }
                grain.write(row, batch);
                left -= grain.maxBytes();
            }
        }
        written.add(batch.toByteArray());
        return written;
    }

    /** How many parts {@link #write} makes of the rows: each part tells it. */
    private static int parts(List<Rows> grains) {
        int parts = 1;
        int left = BYTES_PER_PART;
        for (var grain : grains) {
            for (int row = 0; row < grain.size(); row++) {
                if (left < grain.maxBytes()) {
                    parts++;
                    left = BYTES_PER_PART;
                }
                left -= grain.maxBytes();
            }
        }
        return parts;
    }

    private SummaryBatch header(ClosedWindow window, long closedAtNanos, int parts) {
        batch.clear()
                .setWindowStartNs(window.startNanos())
                .setWindowLengthNs(window.lengthNanos())
                .setWindowGroup(window.group())
                .setPartition(partition)
                .setRevision(window.revision())
                .setComplete(window.complete())
                .setClosedAtNs(closedAtNanos)
                .setPart(0)
                .setParts(parts);
        window.missingNodes().forEach(batch.getMutableMissingNodes()::add);
        return batch;
    }
}
