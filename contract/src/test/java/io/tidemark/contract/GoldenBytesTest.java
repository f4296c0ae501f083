package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.flow.Initiator;
import io.tidemark.contract.flow.TunnelType;
import io.tidemark.contract.pulse.Pulse;
import io.tidemark.contract.summary.SummaryBatch;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/**
 * Bytes of the first release, made by protoc from the text beside them, not by our code. Every later release must read them
 * and write them back the same: what is in Kafka when a cluster is upgraded stays readable.
 */
class GoldenBytesTest {
    @Test
    void readsAndWritesFlowBatchesOfTheFirstRelease() throws IOException {
        byte[] golden = golden("flow-batch.bin");

        FlowBatch batch = FlowBatch.parseFrom(golden);

        var tcp = batch.getFlows().get(0);
        assertThat(tcp.getSrcAddr().toArray()).containsExactly(10, 0, 0, 1);
        assertThat(tcp.getDstPort()).isEqualTo(443);
        assertThat(tcp.getStartNs()).isEqualTo(1234567890123456789L);
        assertThat(tcp.getForward().getTcpFlags()).isEqualTo(27);
        assertThat(tcp.getReverse().getOutOfOrderPackets()).isEqualTo(3);
        assertThat(tcp.getInitiator()).isEqualTo(Initiator.INITIATOR_SEEN);
        assertThat(tcp.getEndReason()).isEqualTo(EndReason.END_REASON_END_OF_FLOW);
        assertThat(tcp.getTunnelType()).isEqualTo(TunnelType.TUNNEL_VXLAN);
        assertThat(batch.getFlows().get(1).getSrcAddr().length()).isEqualTo(16);
        assertThat(batch.getFlows().get(1).hasReverse()).isFalse();
        assertThat(batch.getSequence()).isEqualTo(300);
        assertThat(batch.getMarker().getGoodbye()).isTrue();
        assertThat(batch.getMarker().getLedgers().get(0).getDrops().get(1).getCause())
                .isEqualTo("kernel");
        assertThat(batch.toByteArray()).isEqualTo(golden);
    }

    @Test
    void readsAndWritesSummaryBatchesOfTheFirstRelease() throws IOException {
        byte[] golden = golden("summary-batch.bin");

        SummaryBatch batch = SummaryBatch.parseFrom(golden);

        assertThat(batch.getRevision()).isEqualTo(1);
        assertThat(batch.getComplete()).isFalse();
        assertThat(batch.getMissingNodes().get(0).toString()).isEqualTo("node-b");
        assertThat(batch.getNodes().get(0).getAnnouncedPackets()).isEqualTo(19);
        assertThat(batch.getLedgers().get(0).getDrops().get(0).getPackets()).isEqualTo(2);
        assertThat(batch.getApplications().get(1).getOther()).isTrue();
        assertThat(batch.getConversations().get(0).getServerPort()).isEqualTo(443);
        assertThat(batch.toByteArray()).isEqualTo(golden);
    }

    @Test
    void readsAndWritesWorkloadsAndEndpoints() throws IOException {
        byte[] golden = golden("summary-batch-workloads.bin");

        SummaryBatch batch = SummaryBatch.parseFrom(golden);

        var workload = batch.getWorkloads().get(0);
        var client = batch.getEndpoints().get(workload.getClient() - 1);
        var server = batch.getEndpoints().get(workload.getServer() - 1);
        assertThat(client.getWorkloadKind()).isEqualTo("Deployment");
        assertThat(client.hasPod()).isFalse();
        assertThat(Integer.toUnsignedLong(server.getAsNumber())).isEqualTo(4_200_000_000L);
        assertThat(batch.getWorkloads().get(1).getOther()).isTrue();
        assertThat(batch.getConversations().get(0).getClientEndpoint()).isOne();
        assertThat(batch.getEndpoints().get(0).getPod()).isEqualTo("cart-6d4b75cb6d-hx7tq");
        assertThat(batch.toByteArray()).isEqualTo(golden);
    }

    @Test
    void readsAndWritesPulsesOfTheFirstRelease() throws IOException {
        byte[] golden = golden("pulse.bin");

        Pulse pulse = Pulse.parseFrom(golden);

        assertThat(pulse.getPoints().get(0).getDroppedPackets()).isEqualTo(10);
        assertThat(pulse.getPacketTimeNs()).isEqualTo(1234567889900000000L);
        assertThat(pulse.toByteArray()).isEqualTo(golden);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = GoldenBytesTest.class.getResourceAsStream("/golden/" + name)) {
            return in.readAllBytes();
        }
    }
}
