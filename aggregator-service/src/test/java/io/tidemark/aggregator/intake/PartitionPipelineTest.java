package io.tidemark.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.grain.GrainLimits;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.aggregator.window.Tally;
import io.tidemark.aggregator.window.WindowLimits;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** With a worker that does nothing until it is told to. */
class PartitionPipelineTest {
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final PartitionPipeline pipeline = new PartitionPipeline(
            0,
            1,
            0,
            0,
            new FlowPartition(
                    0,
                    0,
                    null,
                    0,
                    new WindowLimits(30_000, 8),
                    new GrainLimits(10, 100, 10, 5, 1000),
                    Lookup.NONE,
                    new Tally(late -> {}),
                    new Memory(1 << 20),
                    Clock.systemUTC(),
                    System::nanoTime));
    private final List<CompletableFuture<Void>> rooms = new ArrayList<>();

    @Test
    void offersWaitWhileTheWorkerIsBehindAndGoOnWhenItHasTaken() {
        pipeline.start(work::add, null, failure -> {});

        offer(6);
        assertThat(rooms).filteredOn(CompletableFuture::isDone).hasSize(3);
        while (!work.isEmpty()) {
            work.poll().run();
        }

        assertThat(rooms).allMatch(CompletableFuture::isDone);
        offer(1);
        assertThat(rooms.getLast()).isDone();
    }

    /** One that waited for ever would keep the connector from all other partitions of the process. */
    @Test
    void nobodyWaitsForAPartitionThatIsSomebodyElses() {
        pipeline.start(work::add, null, failure -> {});
        offer(6); // and none is taken

        pipeline.revoke();

        assertThat(rooms).allMatch(CompletableFuture::isDone);
        offer(1);
        assertThat(rooms.getLast()).isDone();
    }

    private void offer(int slices) {
        for (int i = 0; i < slices; i++) {
            Uni<Void> room = pipeline.offer(List.of(), 1);
            rooms.add(room.subscribeAsCompletionStage());
        }
    }
}
