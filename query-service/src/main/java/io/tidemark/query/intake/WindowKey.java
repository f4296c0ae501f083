package io.tidemark.query.intake;

import io.tidemark.contract.summary.SummaryBatch;

/** What a closing is known by. */
record WindowKey(long startNanos, String group, int partition, int revision) {
    static WindowKey of(SummaryBatch batch) {
        return new WindowKey(
                batch.getWindowStartNs(), batch.getWindowGroup(), batch.getPartition(), batch.getRevision());
    }

    /** The first columns of a row of the window. */
    Rows into(Rows rows) {
        return rows.time(startNanos).add(group).add(partition).add(revision);
    }
}
