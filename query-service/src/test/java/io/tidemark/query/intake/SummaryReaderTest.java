package io.tidemark.query.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.contract.summary.NodeSummary;
import io.tidemark.contract.summary.SummaryBatch;
import org.junit.jupiter.api.Test;

/** The message is read into the same object again and again. */
class SummaryReaderTest {
    private final SummaryReader reader = new SummaryReader();

    @Test
    void whatAMessageLeavesOutIsZeroAlsoWhenTheMessageBeforeHadIt() throws UnreadableSummary {
        var both = batch();
        node(both).getMutableTotals().getMutableReverse().setPackets(7).setBytes(700);
        var oneWay = batch();
        node(oneWay).getMutableTotals().getMutableForward().setPackets(1);
        reader.read(both.toByteArray());

        var read = reader.read(oneWay.toByteArray());

        var totals = read.getNodes().get(0).getTotals();
        assertThat(totals.getForward().getPackets()).isEqualTo(1);
        assertThat(totals.getReverse().getPackets()).isZero();
        assertThat(totals.getReverse().getBytes()).isZero();
    }

    @Test
    void aRowThatNamesAnEndpointBeyondTheBatchsIsRefused() {
        var batch = batch();
        batch.getMutableEndpoints().next().setNetwork("office");
        batch.getMutableWorkloads().next().setClient(1).setServer(2).setProtocol(6);

        assertThatThrownBy(() -> reader.read(batch.toByteArray()))
                .isInstanceOf(UnreadableSummary.class)
                .hasMessage("an endpoint beyond the batch's");
    }

    private static SummaryBatch batch() {
        return SummaryBatch.newInstance()
                .setWindowStartNs(0)
                .setWindowLengthNs(10_000_000_000L)
                .setWindowGroup("live")
                .setParts(1);
    }

    private static NodeSummary node(SummaryBatch batch) {
        return batch.getMutableNodes().next().setNode("a");
    }
}
