package io.tidemark.metering.record;

import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.flow.FlowBatchLengths;
import java.io.IOException;

/** Fuzz target: any bytes as a message of the flows topic. It is refused by its lengths or with an
 * {@link IOException}, or read. */
public final class FlowBatchFuzz {
    private FlowBatchFuzz() {}

    /** Called by Jazzer and by the tests. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (!FlowBatchLengths.fit(data)) {
            return;
        }
        try {
            FlowBatch batch = FlowBatch.parseFrom(data);
            FlowBatch again = FlowBatch.parseFrom(batch.toByteArray());
            if (again.getFlows().length() != batch.getFlows().length()) {
                throw new IllegalStateException("written anew it has other flows");
            }
        } catch (IOException e) {
            if (e.getMessage() == null) {
                throw new IllegalStateException("refused without a word", e);
            }
        }
    }
}
