package io.tidemark.aggregator.window;

import static io.tidemark.aggregator.FlowBatches.LENGTH;
import static io.tidemark.aggregator.FlowBatches.batch;
import static io.tidemark.aggregator.FlowBatches.flow;
import static io.tidemark.aggregator.FlowBatches.marked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.aggregator.grain.GrainLimits;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.contract.flow.FlowBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionWindowsTest {
    private final Tally tally = new Tally();
    private PartitionWindows windows = new PartitionWindows(
            new WindowLimits(30_000, 4), new GrainLimits(10, 100, 10, 5, 1000), tally, Memory.unbounded());
    private long offset;
    private long millis = 1_000_000;

    @Test
    void closesAWindowOnceEveryLiveNodeHasMarkedIt() {
        add(sends("a", 0, 1));
        add(sends("b", 0, 1));
        add(marks("a", 1, 1));

        var tooEarly = windows.takeClosed();
        add(marks("b", 1, 1));

        assertThat(tooEarly).isEmpty();
        assertThat(windows.takeClosed()).singleElement().satisfies(window -> {
            assertThat(window.complete()).isTrue();
            assertThat(window.revision()).isZero();
            assertThat(window.startNanos()).isEqualTo(LENGTH);
            assertThat(window.grains().flows()).isEqualTo(2);
        });
    }

    @Test
    void aMarkerOfALaterWindowClosesTheEarlierOnesInTheOrderOfTime() {
        add(sends("a", 0, 2));
        add(sends("a", 1, 1));
        add(marks("a", 2, 3));

        assertThat(windows.takeClosed())
                .extracting(ClosedWindow::startNanos)
                .containsExactly(LENGTH, 2 * LENGTH, 3 * LENGTH);
    }

    @Test
    void aNodeThatSaidGoodbyeIsNotWaitedFor() {
        add(sends("a", 0, 1));
        add(marked(batch("b", 7, "live", 0, 1), List.of(), true));
        add(marks("a", 1, 1));
        add(sends("a", 2, 2));
        add(marks("a", 3, 2));

        assertThat(windows.takeClosed())
                .hasSize(2)
                .allSatisfy(window -> assertThat(window.complete()).isTrue());
    }

    @Test
    void aNodeThatFallsSilentIsNamedInTheWindowsThatWaitForItAndNotInLaterOnes() {
        add(sends("a", 0, 1));
        add(marks("b", 0, 1));
        add(marks("b", 1, 2));
        millis += 30_001;
        add(marks("b", 2, 3));
        add(sends("b", 3, 4));
        add(marks("b", 4, 4));

        assertThat(windows.takeClosed())
                .extracting(ClosedWindow::startNanos, ClosedWindow::missingNodes)
                .containsExactly(
                        tuple(LENGTH, List.of("a")),
                        tuple(2 * LENGTH, List.of("a")),
                        tuple(3 * LENGTH, List.of()),
                        tuple(4 * LENGTH, List.of()));
    }

    @Test
    void aNodeThatComesBackIsWaitedForAgain() {
        add(sends("a", 0, 1));
        add(marks("b", 0, 1));
        millis += 30_001;
        add(marks("b", 1, 2));
        var without = windows.takeClosed();
        add(sends("a", 1, 3));
        add(marks("b", 2, 3));
        var waiting = windows.takeClosed();

        add(marks("a", 2, 3));

        assertThat(without).extracting(ClosedWindow::complete).containsExactly(false, true);
        assertThat(waiting).isEmpty();
        assertThat(windows.takeClosed()).singleElement().satisfies(window -> {
            assertThat(window.complete()).isTrue();
            assertThat(window.revision()).isZero();
        });
    }

    @Test
    void aLogThatHasComeToItsEndClosesWindowsOfSilentNodesByTheClock() {
        add(sends("a", 0, 1));

        windows.advance(millis + 30_000);
        var inTime = windows.takeClosed();
        windows.advance(millis + 30_001);

        assertThat(inTime).isEmpty();
        assertThat(windows.takeClosed()).singleElement().satisfies(window -> {
            assertThat(window.complete()).isFalse();
            assertThat(window.missingNodes()).containsExactly("a");
        });
        assertThat(tally.silentNodes.sum()).isOne();
    }

    @Test
    void whatComesAfterTheClosingIsARevisionThatClosesAtItsOwnMarker() {
        add(marks("a", 0, 1));
        windows.takeClosed();

        add(sends("a", 1, 1));
        var unmarked = windows.takeClosed();
        add(marks("a", 2, 1));

        assertThat(unmarked).isEmpty();
        assertThat(windows.takeClosed()).singleElement().satisfies(window -> {
            assertThat(window.revision()).isEqualTo(1 + 1); // 1 + offset of its first record
            assertThat(window.complete()).isTrue();
            assertThat(window.grains().flows()).isOne();
        });
        assertThat(tally.lateFlows.sum()).isOne();
    }

    @Test
    void aClosedWindowThatIsMarkedAgainWithNothingInItHasNoRevision() {
        add(marks("a", 0, 1));
        windows.takeClosed();

        add(marked(batch("a", 7, "live", 1, 1), List.of(), true));

        assertThat(windows.takeClosed()).isEmpty();
        assertThat(windows.openWindows()).isZero();
    }

    @Test
    void aBatchCountsOnceHoweverOftenItIsSent() {
        add(sends("a", 0, 1));
        add(sends("a", 1, 1));
        add(sends("a", 0, 1));
        add(sends("a", 1, 1));
        add(marks("a", 2, 1));

        assertThat(windows.takeClosed())
                .singleElement()
                .satisfies(window -> assertThat(window.grains().flows()).isEqualTo(2));
        assertThat(tally.duplicates.sum()).isEqualTo(2);
    }

    @Test
    void aFileThatWasReadToItsEndIsNotCountedAgain() {
        for (int times = 0; times < 2; times++) {
            add(batch("f#00", 5, "f#00", 0, 1, flow(1, 1, 80, 6, 3)));
            add(marked(batch("f#00", 5, "f#00", 1, 1), List.of(), true));
        }

        assertThat(windows.takeClosed()).hasSize(1);
        assertThat(tally.duplicates.sum()).isEqualTo(2);
    }

    @Test
    void aGapInTheSequenceIsCounted() {
        add(sends("a", 0, 1));
        add(sends("a", 4, 1));

        assertThat(tally.gaps.sum()).isEqualTo(3);
    }

    @Test
    void aFilesWindowsWaitForNobodyElse() {
        add(sends("a", 0, 100));
        add(marked(batch("f#00", 5, "f#00", 0, 1, flow(1, 1, 80, 6, 3)), List.of(), false));

        assertThat(windows.takeClosed())
                .singleElement()
                .extracting(ClosedWindow::group)
                .isEqualTo("f#00");
    }

    @Test
    void aNodeThatStartsAgainWithoutAGoodbyeTakesItsOwnPlace() {
        add(sends("a", 0, 1));
        add(batch("a", 8, "live", 0, 1, flow(1, 1, 80, 6, 3)));

        var waiting = windows.takeClosed();
        add(marked(batch("a", 8, "live", 1, 1), List.of(), false));

        assertThat(waiting).isEmpty();
        assertThat(windows.takeClosed()).singleElement().satisfies(window -> {
            assertThat(window.missingNodes()).containsExactly("a");
            assertThat(window.grains().flows()).isEqualTo(2);
        });
    }

    @Test
    void aNodeThatRestartsInTheWindowItsGoodbyeClosedMakesARevisionOfIt() {
        add(marked(sends("a", 0, 1), List.of(), true));
        add(batch("a", 8, "live", 0, 1, flow(1, 1, 80, 6, 3)));
        add(marked(batch("a", 8, "live", 1, 1), List.of(), false));

        assertThat(windows.takeClosed())
                .extracting(window -> window.revision() > 0)
                .containsExactly(false, true);
    }

    @Test
    void tooManyOpenWindowsCloseTheOldestNamingThoseThatHaveNotMarkedIt() {
        for (int window = 1; window <= 5; window++) {
            add(sends("a", window - 1, window));
        }

        assertThat(windows.takeClosed()).singleElement().satisfies(window -> {
            assertThat(window.startNanos()).isEqualTo(LENGTH);
            assertThat(window.missingNodes()).containsExactly("a");
        });
        assertThat(windows.openWindows()).isEqualTo(4);
    }

    @Test
    void aLogThatHasLostItsBeginningWaitsOneLatenessForNodesItHasNotHeardYet() {
        offset = 1_000;
        add(sends("a", 50, 1));
        add(marks("a", 51, 1));
        var early = windows.takeClosed();
        add(sends("b", 60, 1));
        millis += 20_000;
        add(marks("b", 61, 2));
        add(marks("a", 52, 2));
        millis += 20_000;

        add(marks("a", 53, 3));

        assertThat(early).isEmpty();
        assertThat(windows.takeClosed())
                .hasSize(2)
                .allSatisfy(window -> assertThat(window.revision()).isZero());
    }

    @Test
    void goesOnFromACheckpointAsIfItHadNeverStopped() {
        add(sends("a", 0, 1));
        add(sends("b", 0, 1));
        long restart = offset;
        add(marks("a", 1, 1));
        var checkpoint = windows.checkpoint();

        windows = PartitionWindows.restored(
                CheckpointCodec.decode(
                                checkpoint.offset(),
                                CheckpointCodec.encode(checkpoint, 4096, 30_000).orElseThrow())
                        .orElseThrow(),
                new WindowLimits(30_000, 4),
                new GrainLimits(10, 100, 10, 5, 1000),
                tally,
                Memory.unbounded());
        offset = 0;
        add(sends("a", 0, 1));
        add(sends("b", 0, 1));
        add(marks("a", 1, 1));
        var reread = windows.takeClosed();
        add(marks("b", 1, 1));

        assertThat(restart).isEqualTo(2);
        assertThat(checkpoint.offset()).isZero();
        assertThat(checkpoint.position()).isEqualTo(3);
        assertThat(reread).isEmpty();
        assertThat(windows.takeClosed()).singleElement().satisfies(window -> {
            assertThat(window.grains().flows()).isEqualTo(2);
            assertThat(window.complete()).isTrue();
        });
        assertThat(tally.reread.sum()).isEqualTo(3);
    }

    private void add(FlowBatch batch) {
        windows.add(offset++, millis, batch);
    }

    private static FlowBatch sends(String node, long sequence, long window) {
        return batch(node, 7, "live", sequence, window, flow(1, 1, 80, 6, 3));
    }

    private static FlowBatch marks(String node, long sequence, long window) {
        return marked(batch(node, 7, "live", sequence, window), List.of(), false);
    }
}
