package io.tidemark.aggregator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aggregator.window.Checkpoint.GroupState;
import io.tidemark.aggregator.window.Checkpoint.NodeState;
import io.tidemark.aggregator.window.Checkpoint.WindowState;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CheckpointCodecTest {
    private static final long NOW = 1_790_000_000_000L;

    @Test
    void readsBackWhatItWrote() {
        var checkpoint = new Checkpoint(
                100,
                130,
                NOW,
                Long.MIN_VALUE,
                List.of(
                        new GroupState("live", false, NOW * 1_000_000, (NOW + 10_000) * 1_000_000),
                        new GroupState("old.pcap#12345678", true, Long.MIN_VALUE, -5_000_000_000L)),
                List.of(
                        new NodeState(0, "node-a", NOW * 1_000_000, 17, NOW * 1_000_000, NOW - 5, true),
                        new NodeState(1, "old.pcap#12345678", -3, 2, Long.MIN_VALUE, NOW - 40_000, false)),
                List.of(1L, -2L),
                List.of(
                        new WindowState(0, (NOW + 10_000) * 1_000_000, false, 100, List.of("node-b", "ü"), List.of()),
                        new WindowState(0, NOW * 1_000_000, true, 120, List.of(), List.of("node-c"))));

        var metadata = CheckpointCodec.encode(checkpoint, CheckpointCodec.MAX_LENGTH, 30_000);

        assertThat(CheckpointCodec.decode(100, metadata.orElseThrow())).contains(checkpoint);
    }

    @Test
    void somethingElseThanACheckpointIsNone() {
        assertThat(CheckpointCodec.decode(1, null)).isEmpty();
        assertThat(CheckpointCodec.decode(1, "")).isEmpty();
        assertThat(CheckpointCodec.decode(1, "1:")).isEmpty();
        assertThat(CheckpointCodec.decode(1, "1:abcd!")).isEmpty();
        assertThat(CheckpointCodec.decode(1, "1:eJwDAAAAAAE")).isEmpty();
        assertThat(CheckpointCodec.decode(1, "2:whatever")).isEmpty();
    }

    @Test
    void aHundredNodesAndAllFinishedFilesFit() {
        var checkpoint = withNodes(100);

        var metadata = CheckpointCodec.encode(checkpoint, CheckpointCodec.MAX_LENGTH, 30_000);

        assertThat(CheckpointCodec.decode(checkpoint.offset(), metadata.orElseThrow()))
                .contains(checkpoint);
    }

    @Test
    void beyondItsLengthTheNodesOfSharedGroupsAreLeftOutAndMustBeHeardAgain() {
        var checkpoint = withNodes(2_000);

        var metadata = CheckpointCodec.encode(checkpoint, CheckpointCodec.MAX_LENGTH, 30_000);

        assertThat(metadata.orElseThrow().length()).isLessThanOrEqualTo(CheckpointCodec.MAX_LENGTH);
        assertThat(CheckpointCodec.decode(checkpoint.offset(), metadata.get())).hasValueSatisfying(read -> {
            assertThat(read.nodes()).isEmpty();
            assertThat(read.groups()).isEqualTo(checkpoint.groups());
            assertThat(read.settlesMillis()).isEqualTo(NOW + 30_000);
        });
    }

    @Test
    void whatCannotBeLeftOutAndHasNoRoomIsNotCommitted() {
        assertThat(CheckpointCodec.encode(withNodes(100), 20, 30_000)).isEmpty();
    }

    private static Checkpoint withNodes(int count) {
        var random = new Random(1);
        var nodes = IntStream.range(0, count)
                .mapToObj(i -> new NodeState(
                        0,
                        "ip-10-%d-%d-%d.eu-central-1.compute.internal"
                                .formatted(random.nextInt(256), random.nextInt(256), i % 256),
                        NOW * 1_000_000 - random.nextLong(1L << 50),
                        random.nextInt(100_000),
                        NOW * 1_000_000,
                        NOW - random.nextInt(10_000),
                        true))
                .toList();
        var finished =
                LongStream.range(0, 64).map(i -> random.nextLong()).boxed().toList();
        return new Checkpoint(
                1_000_000,
                1_000_400,
                NOW,
                Long.MIN_VALUE,
                List.of(new GroupState("live", false, NOW * 1_000_000, NOW * 1_000_000 + 10_000_000_000L)),
                nodes,
                finished,
                List.of());
    }
}
