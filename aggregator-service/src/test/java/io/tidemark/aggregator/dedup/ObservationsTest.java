package io.tidemark.aggregator.dedup;

import static io.tidemark.aggregator.FlowBatches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aggregator.memory.Share;
import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.Initiator;
import io.tidemark.contract.flow.ObservationPoint;
import io.tidemark.contract.flow.TunnelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ObservationsTest {
    private final Observations observations = new Observations(1000, Share.unbounded());

    @Test
    void aPacketThatPassesVethBridgeUplinkAndTunnelOnTwoNodesIsCountedOnce() {
        seen("node-1", "veth1", flow(1, 2, 10, 8));
        seen("node-1", "br0", flow(1, 2, 10, 8));
        seen("node-1", "eth0", tunnelled(flow(1, 2, 10, 8)));
        seen("node-2", "eth0", tunnelled(flow(1, 2, 10, 8)));
        seen("node-2", "veth9", flow(1, 2, 10, 8));

        var told = told();

        assertThat(told.flows).containsExactly("1>2 10/8");
        assertThat(told.aside)
                .isEqualTo(Map.of("node-1 veth1", 18L, "node-1 eth0", 18L, "node-2 eth0", 18L, "node-2 veth9", 18L));
    }

    @Test
    void theSamePointIsTakenInEveryWindowThoughAPacketAtTheEdgeMakesAnotherOneSeeMore() {
        seen("a", "eth0", flow(1, 2, 100, 50));
        seen("b", "eth0", flow(1, 2, 99, 51));
        var next = new ObservationsTest();
        next.seen("b", "eth0", flow(1, 2, 101, 49));
        next.seen("a", "eth0", flow(1, 2, 100, 50));

        assertThat(told().flows).containsExactly("1>2 100/50");
        assertThat(next.told().flows).containsExactly("1>2 100/50");
    }

    @Test
    void aPointThatMissedMuchIsNotTheOneThatCounts() {
        seen("a", "eth0", flow(1, 2, 80, 0));
        seen("b", "eth0", flow(1, 2, 100, 0));

        var told = told();

        assertThat(told.flows).containsExactly("1>2 100/0");
        assertThat(told.aside).isEqualTo(Map.of("a eth0", 80L));
    }

    @Test
    void theWayBackMayPassAnotherPoint() {
        seen("a", "eth0", flow(1, 2, 100, 0));
        seen("a", "eth1", flow(1, 2, 0, 70));

        var told = told();

        assertThat(told.flows).containsExactly("1>2 100/70");
        assertThat(told.aside).isEmpty();
    }

    @Test
    void whoBeganIsToldByAPointThatSawItBegin() {
        seen("a", "eth0", flow(2, 1, 7, 9));
        seen("b", "eth0", flow(1, 2, 9, 7).setInitiator(Initiator.INITIATOR_SEEN));

        var told = told();

        assertThat(told.flows).containsExactly("1>2 9/7");
    }

    @Test
    void onePointsRecordsOfOneBiflowAddUp() {
        seen("a", "eth0", flow(1, 2, 3, 1));
        seen("a", "eth0", flow(1, 2, 4, 0));

        assertThat(told().flows).containsExactly("1>2 7/1");
    }

    @Property(tries = 200)
    void everyPacketIsCountedOrSetAsideAndWithAPointThatSawAllTheTotalsAreTheTruth(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int flows) {
        var random = new Random(seed);
        var fixture = new ObservationsTest();
        long truth = 0;
        long seen = 0;
        for (int i = 0; i < flows; i++) {
            int forward = random.nextInt(50);
            int reverse = random.nextInt(50);
            truth += forward + reverse;
            int points = 1 + random.nextInt(5);
            for (int point = 0; point < points; point++) {
                boolean turned = random.nextBoolean();
                var flow = turned ? flow(1000 + i, i, reverse, forward) : flow(i, 1000 + i, forward, reverse);
                fixture.seen("node" + point % 2, "if" + point, random.nextBoolean() ? tunnelled(flow) : flow);
                seen += forward + reverse;
            }
        }

        var told = fixture.told();

        assertThat(told.packets).isEqualTo(truth);
        assertThat(told.packets
                        + told.aside.values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .isEqualTo(seen);
        assertThat(told.flows).hasSize(flows);
    }

    @Test
    void pastTheBoundWhatIsKnownIsStillAddedToAndWhatIsNewIsRefused() {
        var small = new Observations(1, Share.unbounded());
        var facts = new Facts();
        var first = batch("a", 1, "live", 0, 1, flow(1, 2, 1, 1));
        int point = small.points(first)[0];

        facts.read(flow(1, 2, 1, 1));
        boolean known = small.add(point, facts) && small.add(point, facts);
        facts.read(flow(1, 3, 1, 1));
        boolean unknown = small.add(point, facts);

        assertThat(known).isTrue();
        assertThat(unknown).isFalse();
    }

    @Test
    void moreObservationsThanFourOfEachBiflowAreRefusedAndWhatWasTakenIsCountedOnce() {
        var small = new Observations(2, Share.unbounded());
        var refused = new ArrayList<Integer>();
        var facts = new Facts();
        for (int point = 0; point < 9; point++) {
            var batch = batch("a", 1, "live", 0, 1, flow(1, 2, 10, 8));
            batch.addPoints(ObservationPoint.newInstance().setName("if" + point));
            facts.read(flow(1, 2, 10, 8));
            if (!small.add(small.points(batch)[0], facts)) {
                refused.add(point);
            }
        }
        facts.read(flow(1, 3, 1, 1));
        boolean another = small.add(0, facts);

        var told = new Told();
        small.resolve(told);

        assertThat(refused).containsExactly(7, 8);
        assertThat(another).as("a biflow's first has room").isTrue();
        assertThat(told.flows).containsExactly("1>2 10/8", "1>3 1/1");
        assertThat(told.aside).hasSize(6);
    }

    private void seen(String node, String point, Flow flow) {
        var batch = batch(node, 1, "live", 0, 1, flow);
        batch.addPoints(ObservationPoint.newInstance().setName(point));
        var facts = new Facts();
        facts.read(flow);
        assertThat(observations.add(observations.points(batch)[0], facts)).isTrue();
    }

    private Told told() {
        var told = new Told();
        observations.resolve(told);
        return told;
    }

    private static Flow flow(int client, int server, long forward, long reverse) {
        var flow = Flow.newInstance()
                .setProtocol(6)
                .setSrcPort(client < server ? 40_000 : 80)
                .setDstPort(client < server ? 80 : 40_000);
        flow.getMutableSrcAddr().addAll(new byte[] {10, 0, (byte) (client >> 8), (byte) client});
        flow.getMutableDstAddr().addAll(new byte[] {10, 0, (byte) (server >> 8), (byte) server});
        flow.getMutableForward().setPackets(forward).setFrameBytes(forward * 60);
        flow.getMutableReverse().setPackets(reverse).setFrameBytes(reverse * 60);
        return flow;
    }

    private static Flow tunnelled(Flow flow) {
        return flow.setTunnelType(TunnelType.TUNNEL_VXLAN);
    }

    /** What was counted, as "client>server forward/reverse", and what was set aside, packets by point. */
    private static final class Told implements Counted {
        final List<String> flows = new ArrayList<>();
        final Map<String, Long> aside = new TreeMap<>();
        long packets;

        @Override
        public void flow(Facts flow) {
            long forward = flow.sums[Facts.FORWARD_PACKETS];
            long reverse = flow.sums[Facts.REVERSE_PACKETS];
            packets += forward + reverse;
            flows.add("%d>%d %d/%d".formatted(flow.clientLow & 0xFFFF, flow.serverLow & 0xFFFF, forward, reverse));
        }

        @Override
        public void duplicate(String node, String point, long packets, long frameBytes) {
            assertThat(frameBytes).isEqualTo(packets * 60);
            aside.merge(node + " " + point, packets, Long::sum);
        }
    }
}
