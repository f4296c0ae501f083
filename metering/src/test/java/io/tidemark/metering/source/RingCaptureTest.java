package io.tidemark.metering.source;

import static io.tidemark.metering.Frames.IPV4;
import static io.tidemark.metering.Frames.UDP;
import static io.tidemark.metering.Frames.ethernet;
import static io.tidemark.metering.Frames.ipv4;
import static io.tidemark.metering.Frames.tag;
import static io.tidemark.metering.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metering.decode.FrameDecoder;
import io.tidemark.metering.ledger.Cause;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rings on veth pairs of the test's own; skipped, saying so, where these cannot be made. */
@Timeout(60)
class RingCaptureTest {
    private static final int PACKETS = 20_000;
    private static final RingSettings SMALL = settings("", 1, 1);

    private final Heard heard = new Heard();
    private final Counted counted = new Counted();

    @Test
    void everyFrameIsGivenOnceAndTheSnapLengthIsKept() throws IOException {
        try (var cable = Cable.plug()) {
            var ring = open(SMALL, cable.near);

            send(cable, PACKETS, 400);
            untilEnd(ring);

            assertThat(counted.frames).isEqualTo(PACKETS).isEqualTo(cable.arrived());
            assertThat(counted.captured).isEqualTo(PACKETS * 256L);
            assertThat(counted.wire).isEqualTo(PACKETS * (14 + 28 + 400L));
            assertThat(ring.takeKernelDrops(0)).isZero();
            assertThat(ring.points()).extracting(FrameSource.Point::name).containsExactly(cable.near);
        }
    }

    @Test
    void whatTheFilterDoesNotWantIsCountedToo() throws IOException {
        try (var cable = Cable.plug()) {
            var ring = open(settings("udp port 1002", 1, 1), cable.near);

            send(cable, PACKETS, 100);
            untilEnd(ring);

            assertThat(counted.frames).isEqualTo(PACKETS / 100);
            assertThat(counted.left(Cause.FILTERED)).isEqualTo(PACKETS - PACKETS / 100);
            assertThat(counted.leftWire).isEqualTo((PACKETS - PACKETS / 100) * (14 + 28 + 100L));
        }
    }

    @Test
    void whatSamplingLeavesOutIsCountedToo() throws IOException {
        try (var cable = Cable.plug()) {
            var ring = open(settings("udp portrange 1000-1049", 1, 4), cable.near);

            send(cable, PACKETS, 100);
            untilEnd(ring);

            assertThat(counted.left(Cause.FILTERED)).isEqualTo(PACKETS / 2);
            assertThat(counted.left(Cause.NOT_SAMPLED)).isBetween(PACKETS * 35L / 100, PACKETS * 40L / 100);
            assertThat(counted.all()).isEqualTo(PACKETS).isEqualTo(cable.arrived());
        }
    }

    @Test
    void theTagThatTheKernelTookOffIsBack() throws IOException {
        var vlans = new ArrayList<Integer>();
        var decoder = new FrameDecoder();
        byte[] inner = ipv4(UDP, "10.0.0.1", "10.0.0.2", udp(1, 2, new byte[100]));
        try (var cable = Cable.plug()) {
            var ring = open(settings("vlan 5", 1, 1), cable.near);

            cable.send(ethernet(0x8100, tag(5, IPV4, inner)));
            cable.send(ethernet(0x88A8, tag(5, 0x8100, tag(6, IPV4, inner))));
            cable.send(ethernet(0x8100, tag(7, IPV4, inner)));
            cable.send(ethernet(IPV4, inner));
            ring.stop();
            poll(
                    ring,
                    (point, linkType, time, memory, at, captured, wire, way) -> {
                        assertThat(decoder.decode(linkType, memory, at, captured))
                                .isEqualTo(FrameDecoder.Result.IP);
                        vlans.add(decoder.packet().vlan());
                        assertThat(wire).isEqualTo(captured).isEqualTo(inner.length + 14 + 4 * vlans.size());
                        assertThat(memory.get(ValueLayout.JAVA_BYTE, at)).isEqualTo((byte) 2); // the address
                        assertThat(memory.get(ValueLayout.JAVA_BYTE, at + 11)).isEqualTo((byte) 1);
                    },
                    () -> false);

            assertThat(vlans).containsExactly(5, 5);
        }
    }

    @Test
    void whatTheNodeSentAndWhatItGotAreToldApart() throws IOException {
        try (var cable = Cable.plug()) {
            var ring = RingCapture.open(new Selection(List.of(cable.near, cable.far), List.of()), SMALL, heard)
                    .getFirst();
            var ways = new ArrayList<String>();

            cable.send(ethernet(IPV4, ipv4(UDP, "10.0.0.1", "10.0.0.2", udp(1, 2, new byte[100]))));
            ring.stop();
            poll(
                    ring,
                    (point, linkType, time, memory, at, captured, wire, way) ->
                            ways.add(ring.points().get(point).name() + " " + way),
                    () -> false);

            assertThat(ways).containsExactlyInAnyOrder(cable.far + " " + Way.EGRESS, cable.near + " " + Way.INGRESS);
        }
    }

    @Test
    void aRingThatOverflowsCountsWhatItLost() throws IOException {
        try (var cable = Cable.plug()) {
            var ring = open(new RingSettings("", 256, RingSettings.LEAST_BYTES, 1, 1), cable.near);

            send(cable, PACKETS, 400); // 7 MB into 1 MiB, and nobody polls
            untilEnd(ring);

            long drops = ring.takeKernelDrops(0);
            assertThat(drops).isGreaterThan(PACKETS / 2);
            assertThat(counted.frames + drops).isEqualTo(PACKETS);
            assertThat(ring.takeKernelDrops(0)).isZero();
        }
    }

    @Test
    void workersShareTheFramesAndAFlowStaysWithOne() throws IOException {
        try (var cable = Cable.plug()) {
            var workers = RingCapture.open(new Selection(List.of(cable.near), List.of()), settings("", 3, 1), heard);
            var each = List.of(new Counted(), new Counted(), new Counted());

            send(cable, PACKETS, 100);
            workers.getFirst().stop();
            for (int i = 0; i < workers.size(); i++) {
                poll(workers.get(i), each.get(i), () -> false);
            }
            workers.forEach(RingCapture::close);

            assertThat(each.stream().mapToLong(c -> c.frames).sum()).isEqualTo(PACKETS);
            assertThat(each)
                    .allSatisfy(c -> assertThat(c.frames)
                            .isPositive()
                            .isLessThan(PACKETS)
                            .satisfies(frames ->
                                    assertThat(frames % (PACKETS / 100)).isZero()));
        }
    }

    @Test
    void anInterfaceThatAppearsIsPickedUpAndOneThatGoesIsClosed() throws IOException {
        var name = "tmh%x".formatted(ProcessHandle.current().pid() & 0xFFFF);
        var ring = RingCapture.open(new Selection(List.of(name + "?"), List.of("*b")), SMALL, heard)
                .getFirst();
        assertThat(heard.waiting).isEqualTo(1);

        for (int life = 1; life <= 2; life++) { // the same name, another interface
            int lives = life;
            try (var cable = Cable.plug(name + "a");
                    var excluded = Cable.plug(name + "b")) {
                poll(ring, counted, () -> heard.opened.size() < lives);
                send(cable, 100, 100);
                send(excluded, 100, 100);
            }
            poll(ring, counted, () -> heard.closed.size() < lives || counted.frames < 100L * lives);
        }
        ring.stop();
        poll(ring, counted, () -> false);
        ring.close();

        assertThat(heard.opened).containsExactly(name + "a", name + "a");
        assertThat(heard.refused).isEmpty();
        assertThat(heard.waiting).isEqualTo(3);
        assertThat(ring.points()).hasSize(2).extracting(FrameSource.Point::name).containsOnly(name + "a");
        assertThat(counted.byPoint)
                .containsOnlyKeys(0, 1)
                .containsEntry(0, 100L)
                .containsEntry(1, 100L);
    }

    @Test
    void anInterfaceThatGoesDownAndUpAgainIsTheSamePoint() throws IOException {
        try (var cable = Cable.plug()) {
            var ring = open(SMALL, cable.near);
            cable.ip("link", "set", cable.near, "down");
            poll(ring, counted, () -> heard.closed.isEmpty());
            cable.ip("link", "set", cable.near, "up");
            poll(ring, counted, () -> heard.opened.size() < 2);

            send(cable, 100, 100);
            untilEnd(ring);

            assertThat(counted.frames).isEqualTo(100);
            assertThat(ring.points()).hasSize(1);
        }
    }

    @Test
    void oneThatIsRenamedAwayIsClosed() throws IOException {
        try (var cable = Cable.plug()) {
            var ring = open(SMALL, cable.near);
            var other = cable.near + "z";
            cable.ip("link", "set", cable.near, "down");
            cable.ip("link", "set", cable.near, "name", other);
            cable.ip("link", "set", other, "up");
            poll(ring, counted, () -> heard.closed.isEmpty());

            send(cable, 100, 100);
            cable.ip("link", "del", other);
            untilEnd(ring);

            assertThat(counted.frames).isZero();
        }
    }

    @Test
    void twoCapturesOfOneInterfaceBothSeeAll() throws IOException {
        var second = new Counted();
        try (var cable = Cable.plug()) {
            var one = open(SMALL, cable.near);
            var two = open(SMALL, cable.near);

            send(cable, PACKETS, 100);
            untilEnd(one);
            two.stop();
            poll(two, second, () -> false);
            two.close();

            assertThat(counted.frames).isEqualTo(PACKETS);
            assertThat(second.frames).isEqualTo(PACKETS);
        }
    }

    @Test
    void severalInterfacesAreServedInTurn() throws IOException {
        try (var a = Cable.plug();
                var b = Cable.plug()) {
            var ring = open(SMALL, a.near, b.near);

            send(a, PACKETS, 100);
            send(b, 100, 100);
            untilEnd(ring);

            assertThat(counted.byPoint).containsEntry(0, (long) PACKETS).containsEntry(1, 100L);
        }
    }

    @Test
    void aFilterThatIsNoneIsSaid() throws IOException {
        try (var cable = Cable.plug()) {
            assertThatThrownBy(() -> open(settings("tcp prot 80", 1, 1), cable.near))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("filter 'tcp prot 80': can't parse filter expression: syntax error");
        }
    }

    private RingCapture open(RingSettings settings, String... interfaces) throws IOException {
        return RingCapture.open(new Selection(List.of(interfaces), List.of()), settings, heard)
                .getFirst();
    }

    private static RingSettings settings(String filter, int workers, int sampling) {
        return new RingSettings(filter, 256, 16L << 20, sampling, workers);
    }

    /** Frames of a hundred flows, ports 1000 to 1099, in turn. */
    private static void send(Cable cable, int packets, int payload) {
        var frames = new byte[100][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = ethernet(IPV4, ipv4(UDP, "10.0.0.1", "10.0.0.2", udp(1000 + i, 53, new byte[payload])));
        }
        for (int i = 0; i < packets; i++) {
            cable.send(frames[i % frames.length]);
        }
    }

    private void untilEnd(RingCapture ring) {
        ring.stop();
        poll(ring, counted, () -> false);
    }

    /** Polls until the end, or while this holds. */
    private static void poll(RingCapture ring, FrameHandler handler, BooleanSupplier more) {
        boolean toEnd = !more.getAsBoolean();
        while (toEnd || more.getAsBoolean()) {
            if (ring.poll(handler, 256) == FrameSource.END) {
                return;
            }
            Thread.onSpinWait();
        }
    }
}
