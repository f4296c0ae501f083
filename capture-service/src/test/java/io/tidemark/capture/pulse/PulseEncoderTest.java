package io.tidemark.capture.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.capture.capture.Reading;
import io.tidemark.contract.pulse.Pulse;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.record.Domain;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseEncoderTest {
    private static final Domain NODE = Domain.live("node-a", 7, WindowLength.DEFAULT, 12);
    private static final long SECOND = 1_000_000_000L;

    private final PulseEncoder encoder = new PulseEncoder();

    @Test
    void tellsWhatWasCountedSinceThePulseBefore() throws IOException {
        encoder.encode(reading(100, 1_000, 90, 900), 0, 10 * SECOND);

        var pulse = Pulse.parseFrom(encoder.encode(reading(150, 1_600, 135, 1_400), 55, 12 * SECOND));

        assertThat(pulse.getNode()).isEqualTo("node-a");
        assertThat(pulse.getEpoch()).isEqualTo(7);
        assertThat(pulse.getTimeNs()).isEqualTo(12 * SECOND);
        assertThat(pulse.getIntervalNs()).isEqualTo(2 * SECOND);
        assertThat(pulse.getPendingBytes()).isEqualTo(55);
        assertThat(pulse.getActiveFlows()).isEqualTo(4);
        assertThat(pulse.getPacketTimeNs()).isEqualTo(99);
        assertThat(pulse.getPoints().length()).isEqualTo(1);
        var point = pulse.getPoints().get(0);
        assertThat(point.getPoint()).isEqualTo("eth0");
        assertThat(point.getReceivedPackets()).isEqualTo(50);
        assertThat(point.getReceivedBytes()).isEqualTo(600);
        assertThat(point.getMeteredPackets()).isEqualTo(45);
        assertThat(point.getMeteredBytes()).isEqualTo(500);
        assertThat(point.getDroppedPackets()).isEqualTo(5);
    }

    @Test
    void startsAnewForTheNextFile() throws IOException {
        encoder.encode(reading(100, 1_000, 90, 900), 0, 10 * SECOND);
        var next = new Reading(
                Domain.live("node-b", 8, WindowLength.DEFAULT, 12),
                3,
                99,
                4,
                List.of(new Reading.Point("eth0", 3, 30, 3, 30)));

        var pulse = Pulse.parseFrom(encoder.encode(next, 0, 11 * SECOND));

        assertThat(pulse.getPoints().get(0).getReceivedPackets()).isEqualTo(3);
        assertThat(pulse.getIntervalNs()).isEqualTo(SECOND);
    }

    private static Reading reading(long packets, long bytes, long meteredPackets, long meteredBytes) {
        return new Reading(
                NODE, packets, 99, 4, List.of(new Reading.Point("eth0", packets, bytes, meteredPackets, meteredBytes)));
    }
}
