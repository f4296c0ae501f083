package io.tidemark.aggregator.publish;

import io.tidemark.aggregator.grain.Rows;
import io.tidemark.aggregator.window.ClosedWindow;
import io.tidemark.contract.summary.SummaryBatch;
import java.util.ArrayList;
import java.util.List;

/** Writes closed windows as SummaryBatches, in parts of at most some rows. One writer for each partition. */
public final class SummaryWriter {
    /** About 150 KB of conversations over IPv6: far from the broker's limit of 1 MB a record. */
    static final int ROWS_PER_PART = 1000;

    private final int partition;
    private final SummaryBatch batch = SummaryBatch.newInstance();

    /** @param partition of tidemark.flows.v1 */
    public SummaryWriter(int partition) {
        this.partition = partition;
    }

    /**
     * The window's rows. The same window has the same rows in the same parts.
     *
     * @param closedAtNanos wall clock, ns since 1970
     * @return at least one part
     */
    public List<byte[]> write(ClosedWindow window, long closedAtNanos) {
        var grains = window.grains().rows();
        int rows = grains.stream().mapToInt(Rows::size).sum();
        int parts = Math.max(1, Math.ceilDiv(rows, ROWS_PER_PART));
        var written = new ArrayList<byte[]>(parts);
        header(window, closedAtNanos, parts);
        int inPart = 0;
        for (var grain : grains) {
            for (int row = 0; row < grain.size(); row++) {
                if (inPart == ROWS_PER_PART) {
                    written.add(batch.toByteArray());
                    header(window, closedAtNanos, parts).setPart(written.size());
                    inPart = 0;
                }
                grain.write(row, batch);
                inPart++;
            }
        }
        written.add(batch.toByteArray());
        return written;
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
