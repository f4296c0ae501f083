package io.tidemark.contract.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FlowBatchLengthsTest {
    @Test
    void aBatchThatQuickbufWroteFits() {
        assertThat(FlowBatchLengths.fit(batch())).isTrue();
        assertThat(FlowBatchLengths.fit(new byte[0])).isTrue();
    }

    @Test
    void aBatchThatIsCutInAFlowDoesNot() {
        byte[] batch = batch();

        assertThat(FlowBatchLengths.fit(Arrays.copyOf(batch, 9))).isFalse();
    }

    @Test
    void aNameThatClaimsToBeLongerThanTheMessageDoesNotFit() {
        assertThat(FlowBatchLengths.fit(HexFormat.of().parseHex("12f2f2f2f207")))
                .isFalse();
    }

    @Test
    void anAddressThatClaimsToBeLongerThanItsFlowDoesNotFit() {
        assertThat(FlowBatchLengths.fit(HexFormat.of().parseHex("0a030a7f00" + "1201" + "6e")))
                .isFalse();
    }

    @Test
    void aNumberThatDoesNotEndDoesNotFit() {
        assertThat(FlowBatchLengths.fit(HexFormat.of().parseHex("28ffffffffffffffffffff01")))
                .isFalse();
        assertThat(FlowBatchLengths.fit(HexFormat.of().parseHex("28ff"))).isFalse();
    }

    private static byte[] batch() {
        FlowBatch batch = FlowBatch.newInstance().setNode("n").setSequence(-1);
        Flow flow = Flow.newInstance().setProtocol(6);
        flow.getMutableSrcAddr().copyFrom(new byte[] {10, 0, 0, 1});
        flow.getMutableForward().setPackets(7);
        batch.addFlows(flow);
        Ledger ledger = Ledger.newInstance().setReceivedPackets(3);
        ledger.addDrops(Drop.newInstance().setCause("kernel").setPackets(1));
        batch.getMutableMarker().addLedgers(ledger);
        return batch.toByteArray();
    }
}
