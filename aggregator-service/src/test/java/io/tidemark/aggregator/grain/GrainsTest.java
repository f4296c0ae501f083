package io.tidemark.aggregator.grain;

import static io.tidemark.aggregator.FlowBatches.batch;
import static io.tidemark.aggregator.FlowBatches.flow;
import static io.tidemark.aggregator.FlowBatches.marked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.aggregator.enrich.Endpoint;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.aggregator.memory.Share;
import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.ObservationPoint;
import io.tidemark.contract.summary.ApplicationSummary;
import io.tidemark.contract.summary.Cause;
import io.tidemark.contract.summary.ConversationSummary;
import io.tidemark.contract.summary.NodeSummary;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.summary.Totals;
import io.tidemark.contract.summary.WorkloadSummary;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.tdigest.TDigestDouble;
import org.junit.jupiter.api.Test;
import us.hebi.quickbuf.InvalidProtocolBufferException;

class GrainsTest {
    private static final int LITTLE = 50_000; // bytes; too few for two windows of 400 flows

    @Property(tries = 300)
    void everyGrainAddsUpToTheNodesTotalsLessTheDuplicates(
            @ForAll long seed,
            @ForAll @IntRange(max = 400) int flows,
            @ForAll @IntRange(max = 50) int top,
            @ForAll @IntRange(max = 100) int more,
            @ForAll @IntRange(max = 20) int applications,
            @ForAll @IntRange(max = 20) int pairs,
            @ForAll @IntRange(max = 100) int maxFlows) {
        var random = new Random(seed);
        var grains = new Grains(new GrainLimits(top, top + more, applications, pairs, maxFlows));
        for (int left = flows; left > 0; left -= 20) {
            var part = new Flow[Math.min(left, 20)];
            for (int i = 0; i < part.length; i++) {
                part[i] = anyFlow(random);
            }
            grains.add(batch("n" + random.nextInt(3), 1, "live", left, 1, part));
        }

        var rows = rows(grains);

        assertAddsUp(rows, flows);
        assertThat(list(rows.getWorkloads()).stream().filter(row -> !row.getOther()))
                .hasSizeLessThanOrEqualTo(pairs);
        assertThat(list(rows.getConversations()).stream().filter(row -> !row.getOther()))
                .hasSizeLessThanOrEqualTo(top);
        assertThat(list(rows.getApplications()).stream().filter(row -> !row.getOther()))
                .hasSizeLessThanOrEqualTo(applications);
    }

    @Property(tries = 100)
    void withLittleMemoryWindowsAddUpAllTheSameAndHoldNoMoreThanThereIs(
            @ForAll long seed, @ForAll @IntRange(max = 300_000) int bytes) {
        var random = new Random(seed);
        var memory = new Memory(bytes);
        var sizes = new Grains.Sizes();
        var limits = new GrainLimits(10, 200, 20, 20, 1000);
        for (int round = 0; round < 3; round++) {
            var windows =
                    List.of(new Grains(limits, new Share(memory), sizes), new Grains(limits, new Share(memory), sizes));
            int coarse = 0;
            for (int i = 0; i < 400; i += 20) {
                for (var window : windows) {
                    coarse += window.add(batch("n" + random.nextInt(3), 1, "live", i, 1, anyFlows(random, 20)));
                    assertThat(memory.held()).isLessThanOrEqualTo(bytes);
                }
            }

            for (var window : windows) {
                assertAddsUp(rows(window), 400);
                assertThat(memory.held()).isLessThanOrEqualTo(bytes);
                window.end(sizes);
            }

            assertThat(memory.used()).isZero();
            if (bytes < LITTLE) {
                assertThat(coarse).isPositive();
            }
        }
    }

    private static void assertAddsUp(SummaryBatch rows, int flows) {
        var nodes = sum(rows.getNodes(), NodeSummary::getTotals);
        assertThat(nodes[0]).isEqualTo(flows);
        var counted = sum(rows.getApplications(), ApplicationSummary::getTotals);
        assertThat(sum(rows.getConversations(), ConversationSummary::getTotals)).isEqualTo(counted);
        assertThat(sum(rows.getWorkloads(), WorkloadSummary::getTotals)).isEqualTo(counted);
        var duplicates = duplicates(rows);
        assertThat(packets(counted) + duplicates.getPackets()).isEqualTo(packets(nodes));
        assertThat(frameBytes(counted) + duplicates.getBytes()).isEqualTo(frameBytes(nodes));
    }

    @Test
    void aWorkloadsTrafficIsOneRowWhicheverOfItsPodsItIsOf() {
        var grains = new Grains(new GrainLimits(5, 10, 10, 10, 100));
        grains.add(batch(
                "n",
                1,
                "live",
                0,
                1,
                flow(1, 2, 80, 6, 3),
                flow(4, 2, 80, 6, 5),
                flow(0, 2, 80, 6, 7),
                flow(3, 4, 80, 6, 6)));

        var rows = rows(grains);

        assertThat(rows.getWorkloads())
                .extracting(
                        row -> named(rows, row.getClient()),
                        row -> named(rows, row.getServer()),
                        row -> row.getTotals().getForward().getPackets())
                .containsExactly(tuple("", "even", 7L), tuple("even", "even", 5L), tuple("odd", "even", 3L + 6L));
    }

    @Test
    void anAddressThatChangesHandsWithinTheWindowIsBookedByEachFlowsTime() {
        var early = flow(1, 2, 80, 6, 3).setStartNs(4);
        var late = flow(1, 2, 81, 6, 5).setStartNs(6);
        var grains = new Grains(new GrainLimits(5, 10, 10, 10, 100));
        grains.add(batch("n", 1, "live", 0, 1, late, early));
        Lookup lookup = new Lookup() {
            @Override
            public Endpoint find(long high, long low, long nanos) {
                return Endpoint.ofService("ns", nanos < 5 ? "before" : "after");
            }

            @Override
            public boolean isSteady(long high, long low, long from, long to) {
                return false;
            }
        };

        var rows = rows(grains, lookup);

        assertThat(rows.getWorkloads())
                .extracting(row -> named(rows, row.getClient()), WorkloadSummary::getServerPort)
                .containsExactly(tuple("after", 81), tuple("before", 80));
        assertThat(rows.getConversations())
                .extracting(row -> named(rows, row.getClientEndpoint()))
                .containsOnly("after");
    }

    @Property(tries = 100)
    void theTopConversationsAreTheLargestOnesInOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int top) {
        var random = new Random(seed);
        var all = new Grains(new GrainLimits(10_000, 10_000, 10, 1000, 10_000));
        var some = new Grains(new GrainLimits(top, 10_000, 10, 1000, 10_000));
        for (int i = 0; i < 200; i++) {
            var flow = batch("n", 1, "live", i, 1, anyFlow(random));
            all.add(flow);
            some.add(flow);
        }

        var first = list(rows(some).getConversations()).stream()
                .filter(row -> !row.getOther())
                .toList();

        var largest = list(rows(all).getConversations()).stream().limit(top).toList();
        assertThat(first).isEqualTo(largest);
        assertThat(largest).isSortedAccordingTo((a, b) -> Long.compare(bytes(b.getTotals()), bytes(a.getTotals())));
    }

    @Property(tries = 100)
    void pastTheBoundATopConversationHadWhatItsRowSaysAndAtMostTheErrorMore(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 64) int bound) {
        var random = new Random(seed);
        var exact = new Grains(new GrainLimits(10_000, 10_000, 10, 1000, 0));
        var some = new Grains(new GrainLimits(bound, bound, 10, 1000, 0));
        long all = 0;
        for (int i = 0; i < 400; i++) {
            int rank = (int) Math.min(250, 1 / (random.nextDouble() + 0.004)); // a few large, many small
            var flow = flow(rank, 1, 443, 6, 1 + random.nextInt(20));
            all += flow.getForward().getBytes() + flow.getReverse().getBytes();
            exact.add(batch("n", 1, "live", i, 1, flow));
            some.add(batch("n", 1, "live", i, 1, flow));
        }
        var truth = new HashMap<String, Long>();
        rows(exact)
                .getConversations()
                .forEach(row -> truth.put(row.getClientAddr().toString(), bytes(row.getTotals())));

        var kept = list(rows(some).getConversations());

        long sum = 0;
        for (var row : kept) {
            sum += bytes(row.getTotals());
            if (!row.getOther()) {
                long bytes = truth.get(row.getClientAddr().toString());
                assertThat(bytes(row.getTotals())).isBetween(bytes - row.getBytesError(), bytes);
                assertThat(row.getBytesError()).isLessThanOrEqualTo(2 * all / bound);
            }
        }
        assertThat(sum).isEqualTo(all);
    }

    @Test
    void aConversationTellsEveryPointThatSawItAndCountsOne() {
        var grains = new Grains(new GrainLimits(5, 10, 10, 10, 1000));
        for (var point : List.of("veth1", "eth0")) {
            var batch = batch("n", 1, "live", 1, 1, flow(1, 1, 443, 6, 10));
            batch.addPoints(ObservationPoint.newInstance().setName(point));
            grains.add(batch);
        }

        var rows = rows(grains);

        assertThat(rows.getConversations().get(0).getObservedAt()).containsExactly("n/eth0", "n/veth1");
        assertThat(rows.getConversations().get(0).getTotals().getForward().getPackets())
                .isEqualTo(10);
        assertThat(duplicates(rows).getPackets()).isEqualTo(11);
    }

    @Test
    void anApplicationTellsItsClientsAndHandshakesInSketchesThatMerge() {
        var grains = new Grains(new GrainLimits(5, 10, 10, 1000, 1000));
        for (int client = 1; client <= 5; client++) {
            var flow = flow(client, 1, 443, 6, 10)
                    .setClientRttNs(client * 1_000_000L)
                    .setServerRttNs(1_000_000);
            grains.add(batch("n", 1, "live", client, 1, flow, flow(client, 2, 443, 6, 1)));
        }

        var row = rows(grains).getApplications().get(0);

        assertThat(HllSketch.heapify(row.getClients().toArray()).getEstimate()).isCloseTo(5, within(0.01));
        var roundTrips =
                TDigestDouble.heapify(MemorySegment.ofArray(row.getRoundTrips().toArray()));
        assertThat(roundTrips.getTotalWeight()).isEqualTo(5);
        assertThat(roundTrips.getQuantile(0.5)).isCloseTo(0.004, within(1e-9));
    }

    @Test
    void conversationsOfEqualSizeStandInTheOrderOfTheirKeysWhateverCameFirst() {
        var grains = new Grains(new GrainLimits(2, 10, 10, 1000, 100));
        grains.add(batch("n", 1, "live", 0, 1, flow(3, 1, 80, 6, 2), flow(1, 1, 80, 6, 2), flow(2, 1, 80, 6, 2)));

        assertThat(rows(grains).getConversations())
                .extracting(
                        row -> row.getOther() ? (byte) -1 : row.getClientAddr().get(3),
                        row -> row.getTotals().getFlows())
                .containsExactly(tuple((byte) 1, 1L), tuple((byte) 2, 1L), tuple((byte) -1, 1L));
    }

    @Test
    void anIpv4ConversationIsNotTakenForTheMappedOneInIpv6() {
        var mapped = flow(0, 0, 80, 6, 1);
        mapped.getMutableSrcAddr().copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1});
        mapped.getMutableDstAddr().copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 1, 1});
        var grains = new Grains(new GrainLimits(5, 10, 10, 1000, 100));
        grains.add(batch("n", 1, "live", 0, 1, flow(1, 1, 80, 6, 1), mapped));

        assertThat(rows(grains).getConversations())
                .extracting(row -> row.getClientAddr().length())
                .containsExactlyInAnyOrder(4, 16);
    }

    @Test
    void aWindowMarkedTwiceHasTheSumOfBothMarkersAndLedgers() {
        var grains = new Grains(new GrainLimits(5, 10, 10, 1000, 100));
        for (int times = 0; times < 2; times++) {
            var batch = marked(batch("n", 1, "live", times, 1), List.of(flow(1, 1, 80, 6, 3)), false);
            batch.getMutablePoints().next().setName("eth0");
            batch.getMutableMarker()
                    .getMutableLedgers()
                    .next()
                    .setPoint(0)
                    .setReceivedPackets(10)
                    .setMeteredPackets(8)
                    .getMutableDrops()
                    .next()
                    .setCause("not_ip")
                    .setPackets(2)
                    .setBytes(120);
            grains.add(batch);
        }

        var rows = rows(grains);

        assertThat(rows.getNodes().get(0).getAnnouncedPackets()).isEqualTo(8);
        assertThat(rows.getLedgers().length()).isOne();
        assertThat(rows.getLedgers().get(0).getReceivedPackets()).isEqualTo(20);
        assertThat(rows.getLedgers().get(0).getDrops().get(0).getBytes()).isEqualTo(240);
    }

    private static Flow[] anyFlows(Random random, int count) {
        return IntStream.range(0, count).mapToObj(i -> anyFlow(random)).toArray(Flow[]::new);
    }

    private static Flow anyFlow(Random random) {
        var flow = flow(
                random.nextInt(20),
                random.nextInt(5),
                random.nextInt(30),
                random.nextInt(4) == 0 ? random.nextInt(256) : 6,
                1 + random.nextInt(1000));
        if (random.nextInt(4) == 0) {
            flow.clearReverse();
        }
        if (random.nextInt(3) == 0) {
            var address = new byte[16];
            address[15] = (byte) random.nextInt(20);
            flow.getMutableSrcAddr().copyFrom(address);
            flow.getMutableDstAddr().copyFrom(address);
        }
        return flow;
    }

    /** The rows as a reader sees them. */
    private static SummaryBatch rows(Grains grains) {
        return rows(grains, GrainsTest::parity);
    }

    /** Nothing is known of 0; of the others, odd and even ones are a workload each. */
    private static Endpoint parity(long high, long low, long nanos) {
        int last = (int) low & 0xFF;
        return last == 0
                ? Endpoint.UNKNOWN
                : Endpoint.ofPod("ns", "Deployment", last % 2 == 1 ? "odd" : "even", "pod-" + last, "node", "", "");
    }

    private static String named(SummaryBatch batch, int endpoint) {
        return endpoint == 0 ? "" : batch.getEndpoints().get(endpoint - 1).getWorkload();
    }

    private static SummaryBatch rows(Grains grains, Lookup lookup) {
        var batch = SummaryBatch.newInstance();
        for (var rows : grains.rows(lookup, 0, 10)) {
            for (int row = 0; row < rows.size(); row++) {
                rows.write(row, batch);
            }
        }
        try {
            return SummaryBatch.parseFrom(batch.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Cause duplicates(SummaryBatch rows) {
        var sum = Cause.newInstance();
        for (var ledger : rows.getLedgers()) {
            for (var drop : ledger.getDrops()) {
                assertThat(drop.getCause()).isEqualTo("duplicate");
                sum.setPackets(sum.getPackets() + drop.getPackets()).setBytes(sum.getBytes() + drop.getBytes());
            }
        }
        return sum;
    }

    private static long packets(long[] totals) {
        return totals[1] + totals[4];
    }

    private static long frameBytes(long[] totals) {
        return totals[3] + totals[6];
    }

    private static <T> List<T> list(Iterable<T> rows) {
        var list = new ArrayList<T>();
        rows.forEach(list::add);
        return list;
    }

    private static long bytes(Totals totals) {
        return totals.getForward().getBytes() + totals.getReverse().getBytes();
    }

    private static <T> long[] sum(Iterable<T> rows, Function<T, Totals> totals) {
        var sum = new long[10];
        for (var each : rows) {
            var row = totals.apply(each);
            long[] values = {
                row.getFlows(),
                row.getForward().getPackets(),
                row.getForward().getBytes(),
                row.getForward().getFrameBytes(),
                row.getReverse().getPackets(),
                row.getReverse().getBytes(),
                row.getReverse().getFrameBytes(),
                row.getRetransmittedPackets(),
                row.getOutOfOrderPackets(),
                row.getZeroWindows()
            };
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }
        return sum;
    }
}
