package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The captures that the other tests believe in. */
class ScenesTest {
    @TempDir
    Path folder;

    @Test
    void aCaptureIsTheSameEachTimeItIsMade() throws IOException {
        var one = Scenes.unordered(folder.resolve("one"));

        var other = Scenes.unordered(folder.resolve("other"));

        assertThat(other.file()).hasSameBinaryContentAs(one.file());
        assertThat(other.truth()).isEqualTo(one.truth());
    }

    @Test
    void theTruthAddsUpInEachOfItsViews() throws IOException {
        var truth = Scenes.everyday(folder).truth();

        var other = truth.other().values().stream().reduce(Volume.NONE, Volume::plus);
        assertThat(truth.metered().packets() + other.packets())
                .isEqualTo(truth.received().packets());
        assertThat(truth.metered().frameBytes() + other.frameBytes())
                .isEqualTo(truth.received().frameBytes());
        assertThat(truth.windows().values().stream()
                        .map(Map::values)
                        .flatMap(Collection::stream)
                        .reduce(Volume.NONE, Volume::plus))
                .isEqualTo(truth.metered());
        assertThat(truth.conversations().values().stream()
                        .map(Conversation.Facts::both)
                        .reduce(Volume.NONE, Volume::plus))
                .isEqualTo(truth.metered());
    }

    @Test
    void theEverydayCaptureHasSomethingOfEverything() throws IOException {
        var capture = Scenes.everyday(folder);

        var truth = capture.truth();
        assertThat(truth.other()).containsOnlyKeys("not_ip", "malformed_ip");
        assertThat(truth.windows().size()).isGreaterThan(12);
        assertThat(truth.conversations().keySet().stream().map(Conversation::protocol))
                .contains(Talk.TCP, Talk.UDP, Talk.ICMP, Talk.ICMP6);
        assertThat(truth.conversations().values().stream()
                        .mapToLong(Conversation.Facts::retransmitted)
                        .sum())
                .isGreaterThan(50);
        assertThat(Files.size(capture.file())).isLessThan(20_000_000);
    }
}
