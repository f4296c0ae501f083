package io.tidemark.metering.record;

import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.flow.FlowSink;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.source.FrameSource;
import java.util.List;
import java.util.function.Supplier;

/** Encodes records as {@code FlowBatch} messages, one growing batch a partition. The same records make the same bytes. */
public final class FlowBatchEncoder implements FlowSink {
    /**
     * @param points the observation points so far, as {@link FrameSource#points} gives them
     * @param sink   takes the batches on the same thread
     */
    public FlowBatchEncoder(Domain domain, Supplier<List<FrameSource.Point>> points, BatchSink sink) {}

    @Override
    public void flow(FlowRecord flow) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void windowEnd(long windowStart, List<Ledger> ledgers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end() {
        throw new UnsupportedOperationException();
    }
}
