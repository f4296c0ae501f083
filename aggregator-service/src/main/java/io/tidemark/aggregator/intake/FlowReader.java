package io.tidemark.aggregator.intake;

import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.flow.FlowBatchLengths;
import io.tidemark.contract.flow.Ledger;
import io.tidemark.contract.window.WindowLength;
import java.io.IOException;
import us.hebi.quickbuf.ProtoSource;

/** Reads FlowBatches into one message that is used again, and refuses what the contract does not allow. */
final class FlowReader {
    private final int partition;
    private final FlowBatch batch = FlowBatch.newInstance();
    private final ProtoSource source = ProtoSource.newArraySource();

    /** @param partition of tidemark.flows.v1, that all batches must be for */
    FlowReader(int partition) {
        this.partition = partition;
    }

    /**
     * Reads a record's value.
     *
     * @param value may be null
     * @return null: {@link #batch()} is it; else why it is none, in snake case
     */
    String read(byte[] value) {
        batch.clear();
        if (value == null || value.length == 0) {
            return "empty";
        }
        if (!FlowBatchLengths.fit(value)) {
            return "not_protobuf";
        }
        try {
            batch.mergeFrom(source.setInput(value));
            source.checkLastTagWas(0);
        } catch (IOException | RuntimeException e) { // quickbuf lets some index errors of cut messages through
            return "not_protobuf";
        }
        return fault();
    }

    /** What was read last; valid until the next read. */
    FlowBatch batch() {
        return batch;
    }

    private String fault() {
        if (batch.getNode().isEmpty()) {
            return "no_node";
        }
        if (batch.getWindowGroup().isEmpty()) {
            return "no_window_group";
        }
        if (batch.getPartition() != partition) {
            return "other_partition";
        }
        if (!isWindow(batch.getWindowStartNs(), batch.getWindowLengthNs())) {
            return "no_window";
        }
        if (batch.getSequence() < 0) {
            return "no_sequence";
        }
        for (int i = 0; i < batch.getFlows().length(); i++) {
            if (!isFlow(batch.getFlows().get(i))) {
                return "no_flow";
            }
            int point = batch.getFlows().get(i).getPoint();
            if (point < 0 || point > 0 && point >= batch.getPoints().length()) {
                return "no_point";
            }
        }
        return ledgersHavePoints() ? null : "no_point";
    }

    private static boolean isWindow(long start, long length) {
        return length >= 1_000_000 && length <= 86_400_000_000_000L && new WindowLength(length).startOf(start) == start;
    }

    private static boolean isFlow(Flow flow) {
        int length = flow.getSrcAddr().length();
        return (length == 4 || length == 16)
                && flow.getDstAddr().length() == length
                && (flow.getDstPort() & ~0xFFFF) == 0
                && (flow.getProtocol() & ~0xFF) == 0;
    }

    private boolean ledgersHavePoints() {
        if (!batch.hasMarker() || !batch.getMarker().hasLedgers()) {
            return true;
        }
        for (Ledger ledger : batch.getMarker().getLedgers()) {
            if (ledger.getPoint() < 0 || ledger.getPoint() >= batch.getPoints().length()) {
                return false;
            }
        }
        return true;
    }
}
