package io.tidemark.cli.flows;

import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.flow.FlowSink;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.record.BatchSink;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.record.FlowBatchEncoder;
import io.tidemark.metering.source.FrameSource;
import java.util.List;

/**
 * What {@code --format=none} does with records: it encodes them as FlowBatch messages, as capture-service does on their way to
 * Kafka, and forgets the bytes. So the command's processor time is that of the whole way from file to messages.
 */
final class Encoded implements FlowSink {
    private static final int PARTITIONS = 12; // as tidemark.flows.v1 has unless told otherwise

    private static final BatchSink NOWHERE = new BatchSink() {
        @Override
        public boolean flows(int partition, byte[] batch, int flows) {
            return true;
        }

        @Override
        public void marker(int partition, byte[] batch, int flows) {}
    };

    private final FlowSink next;
    private final FlowBatchEncoder encoder;

    /** @param window null: whole flows, told to be of the default window */
    Encoded(FlowSink next, FrameSource source, WindowLength window) {
        this.next = next;
        var domain = Domain.live("none", 0, window == null ? WindowLength.DEFAULT : window, PARTITIONS);
        encoder = new FlowBatchEncoder(domain, source::points, NOWHERE);
    }

    @Override
    public void flow(FlowRecord flow) {
        encoder.flow(flow);
        next.flow(flow);
    }

    @Override
    public void windowEnd(long windowStart, List<Ledger> ledgers) {
        encoder.windowEnd(windowStart, ledgers);
        next.windowEnd(windowStart, ledgers);
    }

    @Override
    public void end() {
        encoder.end();
        next.end();
    }
}
