package io.tidemark.metering.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.flow.TunnelType;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Recorded;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.ledger.Cause;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the compilers are to learn from must have what a network has. */
class MadeUpRingTest {
    private static final int FRAMES = 30_000; // more than a round
    private static final long START = 1_767_225_600_000_000_000L;

    private final Recorded out = new Recorded();

    @Test
    void hasBiflowsOfEveryKindAndWhatIsNone() {
        int frames = meter();

        var total = out.total();
        assertThat(total.receivedPackets()).isEqualTo(frames);
        assertThat(total.droppedPackets(Cause.NOT_IP)).isPositive();
        assertThat(total.droppedPackets(Cause.FILTERED)).isPositive();
        assertThat(total.droppedPackets(Cause.NOT_SAMPLED)).isPositive();
        assertThat(out.flows).extracting(Recorded.Flow::protocol).contains(1, 6, 17);
        assertThat(out.flows).extracting(Recorded.Flow::vlan).contains(0, 5, 6);
        assertThat(out.flows).extracting(Recorded.Flow::tunnel).contains(TunnelType.TUNNEL_VXLAN);
        assertThat(out.flows).extracting(flow -> flow.srcHigh() == 0).contains(true, false); // IPv4, IPv6
        assertThat(out.flows).extracting(flow -> flow.packets().get(1) > 0).contains(true, false); // answered or not
    }

    @Test
    void hasWhatGoesWrongWithTcp() {
        meter();

        assertThat(sum(Recorded.Flow::retransmitted)).isPositive();
        assertThat(sum(Recorded.Flow::outOfOrder)).isPositive();
        assertThat(sum(Recorded.Flow::zeroWindows)).isPositive();
        assertThat(out.flows).anyMatch(Recorded.Flow::initiatorSeen);
    }

    @Test
    void aRoundIsAWindow() {
        meter();

        assertThat(out.ends).extracting(Recorded.End::window).contains(START, START + 10_000_000_000L);
    }

    private int meter() {
        int frames = 0;
        try (var ring = new MadeUpRing(START, 0, 0)) {
            var meter = new Meter(Settings.file(WindowLength.DEFAULT), out);
            while (frames < FRAMES) {
                frames += ring.poll(meter, 1000);
            }
            meter.finish(EndReason.END_REASON_FORCED);
        }
        return frames;
    }

    private long sum(Function<Recorded.Flow, List<Long>> facts) {
        return out.flows.stream()
                .flatMap(flow -> facts.apply(flow).stream())
                .mapToLong(Long::longValue)
                .sum();
    }
}
