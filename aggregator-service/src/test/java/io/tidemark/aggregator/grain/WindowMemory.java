package io.tidemark.aggregator.grain;

import static io.tidemark.aggregator.FlowBatches.batch;

import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.flow.ObservationPoint;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.function.Supplier;

/** Measures what open windows hold of the heap. A program of its own, in whose heap nothing else comes or goes. */
final class WindowMemory {
    static final int MAX_FLOWS = 20_000;
    static final int MAX_CONVERSATIONS = 10_000;
    static final int MAX_APPLICATIONS = 500;

    private static final GrainLimits LIMITS =
            new GrainLimits(200, MAX_CONVERSATIONS, MAX_APPLICATIONS, 10_000, MAX_FLOWS);

    private WindowMemory() {}

    /** Prints three numbers: bytes of a full window, of one that was sent three times as much, of one that one point saw. */
    public static void main(String[] args) {
        held(window(MAX_FLOWS * 4, 6)); // loads all classes
        System.out.printf(
                "%d %d %d%n",
                held(window(MAX_FLOWS * 4, 6)), held(window(MAX_FLOWS * 12, 6)), held(window(MAX_FLOWS, 1)));
    }

    private static long held(Supplier<Grains> window) {
        long before = heap();
        var grains = window.get();
        long held = heap() - before;
        Reference.reachabilityFence(grains);
        return held;
    }

    /** A window of so many biflows, of a client and port each, all seen at each of the points. */
    private static Supplier<Grains> window(int biflows, int points) {
        return () -> {
            var grains = new Grains(LIMITS);
            for (int first = 0; first < biflows; first += 500) {
                for (int point = 0; point < points; point++) {
                    grains.add(seen(first, Math.min(biflows, first + 500), points, point));
                }
            }
            return grains;
        };
    }

    private static FlowBatch seen(int from, int to, int points, int point) {
        var batch = batch("n", 1, "live", 0, 1);
        for (int i = 0; i < points; i++) {
            batch.addPoints(ObservationPoint.newInstance().setName("if" + i));
        }
        for (int i = from; i < to; i++) {
            var flow = Flow.newInstance()
                    .setSrcPort(40_000)
                    .setDstPort(i % 2_000)
                    .setProtocol(6)
                    .setPoint(point)
                    .setClientRttNs(1_000_000 + i)
                    .setServerRttNs(2_000_000 + i);
            flow.getMutableSrcAddr().addAll(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
            flow.getMutableDstAddr().addAll(new byte[] {10, 0, 0, 1});
            flow.getMutableForward().setPackets(1).setBytes(100 + i % 7).setFrameBytes(114 + i % 7);
            batch.addFlows(flow);
        }
        return batch;
    }

    /** What is in use right after a full collection. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
