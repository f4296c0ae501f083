package io.tidemark.aggregator;

import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.FlowBatch;
import java.util.List;

/** Makes flow batches as a node would send them. */
public final class FlowBatches {
    public static final long SECOND = 1_000_000_000L;
    /** Length of the windows of the tests: 10 s. */
    public static final long LENGTH = 10 * SECOND;

    private FlowBatches() {}

    /** A flow of some packets from 10.0.0.client to 10.0.1.server. */
    public static Flow flow(int client, int server, int port, int protocol, long packets) {
        var flow = Flow.newInstance().setDstPort(port).setSrcPort(40_000).setProtocol(protocol);
        flow.getMutableSrcAddr().addAll(new byte[] {10, 0, 0, (byte) client});
        flow.getMutableDstAddr().addAll(new byte[] {10, 0, 1, (byte) server});
        flow.getMutableForward().setPackets(packets).setBytes(packets * 100).setFrameBytes(packets * 114);
        flow.getMutableReverse().setPackets(1).setBytes(40).setFrameBytes(54).setRetransmittedPackets(packets % 2);
        return flow;
    }

    /**
     * A batch without a marker.
     *
     * @param window number of the window: it starts at window * LENGTH
     */
    public static FlowBatch batch(String node, long epoch, String group, long sequence, long window, Flow... flows) {
        return FlowBatch.newInstance()
                .setNode(node)
                .setEpoch(epoch)
                .setWindowGroup(group)
                .setSequence(sequence)
                .setWindowStartNs(window * LENGTH)
                .setWindowLengthNs(LENGTH)
                .setPartition(0)
                .addAllFlows(flows);
    }

    /** The same with a marker that announces these flows. */
    public static FlowBatch marked(FlowBatch batch, List<Flow> announced, boolean goodbye) {
        var marker = batch.getMutableMarker().setFlows(announced.size()).setGoodbye(goodbye);
        for (var flow : announced) {
            marker.setPackets(marker.getPackets() + packets(flow))
                    .setBytes(marker.getBytes()
                            + flow.getForward().getBytes()
                            + flow.getReverse().getBytes())
                    .setFrameBytes(marker.getFrameBytes()
                            + flow.getForward().getFrameBytes()
                            + flow.getReverse().getFrameBytes());
        }
        return batch;
    }

    /** Packets both ways. */
    public static long packets(Flow flow) {
        return flow.getForward().getPackets() + flow.getReverse().getPackets();
    }
}
