package io.tidemark.aggregator.grain;

import io.tidemark.contract.summary.SummaryBatch;

/** The rows of one grain of a closed window, in an order that depends on nothing but the flows. */
public interface Rows {
    /** How many there are. */
    int size();

    /** Bytes that one row takes at most in a batch, with what it adds to the batch's endpoints. */
    int maxBytes();

    /**
     * Adds one row to the batch.
     *
     * @param row 0 to size - 1
     */
    void write(int row, SummaryBatch batch);
}
