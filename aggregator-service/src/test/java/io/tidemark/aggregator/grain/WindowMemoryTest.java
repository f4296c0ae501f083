package io.tidemark.aggregator.grain;

import static io.tidemark.aggregator.FlowBatches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.flow.ObservationPoint;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What docs/explanation/memory-of-the-aggregator.md says of an open window's heap. The test's JVM has the serial collector, so that
 * what is in use after a full collection is what is held.
 */
class WindowMemoryTest {
    private static final int MAX_FLOWS = 20_000;
    private static final int MAX_CONVERSATIONS = 10_000;
    private static final int MAX_APPLICATIONS = 500;
    private static final GrainLimits LIMITS =
            new GrainLimits(200, MAX_CONVERSATIONS, MAX_APPLICATIONS, 10_000, MAX_FLOWS);

    @Test
    void aFullWindowHoldsNoMoreThanItsBoundHoweverMuchComes() {
        var full = window(MAX_FLOWS * 4, 6);
        var overfull = window(MAX_FLOWS * 12, 6);
        long before = heap();
        var windows = new ArrayList<Grains>();

        windows.add(full.get());
        long held = heap() - before;
        windows.add(overfull.get());
        long heldByTheNext = heap() - before - held;

        System.out.printf("heap held by a full window: %d bytes%n", held);
        System.out.printf("heap held by one that was sent three times as much: %d bytes%n", heldByTheNext);
        long bound = 2L * (MAX_FLOWS * (60 + 4 * 128L) + MAX_CONVERSATIONS * 140L) + MAX_APPLICATIONS * 10_000L;
        assertThat(held).isLessThan(bound);
        assertThat(heldByTheNext).isLessThan(bound);
        assertThat(windows).allSatisfy(window -> assertThat(window.flows()).isPositive());
    }

    @Test
    void aBiflowThatOnePointSawHoldsLessThanFourHundredBytes() {
        var window = window(MAX_FLOWS, 1);
        long before = heap();

        var grains = window.get();
        long held = heap() - before;

        System.out.printf("heap held for a biflow: %d bytes%n", held / MAX_FLOWS);
        assertThat(held / MAX_FLOWS).isBetween(150L, 400L);
        assertThat(grains.flows()).isEqualTo(MAX_FLOWS);
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
