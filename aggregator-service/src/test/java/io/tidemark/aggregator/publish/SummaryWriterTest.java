package io.tidemark.aggregator.publish;

import static io.tidemark.aggregator.FlowBatches.batch;
import static io.tidemark.aggregator.FlowBatches.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aggregator.enrich.Endpoint;
import io.tidemark.aggregator.grain.GrainLimits;
import io.tidemark.aggregator.grain.Grains;
import io.tidemark.aggregator.window.ClosedWindow;
import io.tidemark.contract.summary.SummaryBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import us.hebi.quickbuf.InvalidProtocolBufferException;

class SummaryWriterTest {
    @Test
    void noPartIsLongerThanTheBrokerTakesHoweverLongTheNamesAndEachHasTheEndpointsOfItsRows() throws Exception {
        var grains = new Grains(new GrainLimits(1000, 1000, 1000, 1000, 1000));
        for (int i = 0; i < 1000; i++) {
            grains.add(batch("n", 1, "live", i, 1, flow(i % 250, i / 250, 1000 + i, 6, 1)));
        }
        var name = "x".repeat(200);
        var window = new ClosedWindow("live", 0, 10, 0, true, List.of(), grains);

        var parts = new SummaryWriter(
                        0, (high, low, nanos) -> Endpoint.ofPod("ns", "Job", low + name, low + name, name, "", ""))
                .write(window, 5);

        assertThat(parts).hasSizeGreaterThan(5).allMatch(part -> part.length < 1_000_000);
        int rows = 0;
        for (var part : read(parts)) {
            assertThat(part.getParts()).isEqualTo(parts.size());
            for (var row : part.getWorkloads()) {
                rows++;
                assertThat(part.getEndpoints().get(row.getServer() - 1).getPod())
                        .isEmpty();
            }
            for (var row : part.getConversations()) {
                rows++;
                assertThat(part.getEndpoints().get(row.getClientEndpoint() - 1).getPod())
                        .endsWith(name);
            }
        }
        assertThat(rows).isEqualTo(2000);
    }

    private static List<SummaryBatch> read(List<byte[]> parts) throws InvalidProtocolBufferException {
        var batches = new ArrayList<SummaryBatch>();
        for (var part : parts) {
            batches.add(SummaryBatch.parseFrom(part));
        }
        return batches;
    }
}
