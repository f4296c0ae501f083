package io.tidemark.metering.record;

/** Takes encoded batches on their way to the broker, on the meter's thread, in log order for each partition. */
public interface BatchSink {
    /**
     * A FlowBatch of nothing but flows.
     *
     * @param partition of tidemark.flows.v1
     * @param batch     the bytes, the sink's to keep
     * @param flows     how many flow records are in it
     * @return false if there is no room and the source cannot wait: the batch is thrown away, its sequence number used again,
     *         and its packets are counted as {@code publish_full}
     */
    boolean flows(int partition, byte[] batch, int flows);

    /** A FlowBatch with a marker, with or without flows. Never refused: the sink makes room for it or waits. */
    void marker(int partition, byte[] batch, int flows);
}
