package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Line line = new Line();
    private final AtomicLong clock = new AtomicLong();
    private final Outbox outbox = new Outbox(line, 100, clock::get);

    @Test
    void countsWhatIsNotAcknowledgedAsPending() {
        outbox.offer(0, bytes(40), 3);
        outbox.offer(1, bytes(20), 2);

        line.sent.getFirst().receipt().acknowledged();

        assertThat(outbox.pendingBytes()).isEqualTo(20);
        assertThat(outbox.acceptedBatches.sum()).isEqualTo(2);
        assertThat(outbox.acceptedFlows.sum()).isEqualTo(5);
        assertThat(outbox.acknowledgedBatches.sum()).isEqualTo(1);
    }

    @Test
    void refusesFlowsWhenFullButTakesMarkers() {
        outbox.offer(0, bytes(90), 1);

        boolean taken = outbox.offer(0, bytes(11), 1);
        boolean marked = outbox.putMarker(0, bytes(11), 0);

        assertThat(taken).isFalse();
        assertThat(marked).isTrue();
        assertThat(outbox.refusedBatches.sum()).isEqualTo(1);
        assertThat(outbox.pendingBytes()).isEqualTo(101);
    }

    @Test
    void letsASourceThatCanWaitWaitUntilThereIsRoom() throws Exception {
        outbox.put(0, bytes(100), 1);
        var waiting = CompletableFuture.supplyAsync(() -> outbox.put(0, bytes(50), 1));
        awaitBlocked(waiting);

        line.sent.getFirst().receipt().acknowledged();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(outbox.pendingBytes()).isEqualTo(50);
    }

    @Test
    void takesABatchThatIsLargerThanTheBufferWhenNothingElseWaits() {
        assertThat(outbox.offer(0, bytes(1000), 1)).isTrue();
    }

    @Test
    void letsWaitersGoWhenItIsClosedAndTakesNothingMore() throws Exception {
        outbox.put(0, bytes(100), 1);
        var waiting = CompletableFuture.supplyAsync(() -> outbox.put(0, bytes(50), 1));
        awaitBlocked(waiting);

        outbox.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(outbox.putMarker(0, bytes(1), 0)).isFalse();
        assertThat(line.sent).hasSize(1);
    }

    @Test
    void sendsEachPartitionInTheOrderOfTheOffers() {
        for (byte i = 0; i < 4; i++) {
            outbox.offer(i % 2, new byte[] {i}, 1);
        }

        assertThat(line.values()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void sendsARefusedBatchAgainBeforeWhatCameAfterIt() {
        for (byte i = 0; i < 3; i++) {
            outbox.offer(0, new byte[] {i}, 1);
        }
        line.sent.get(0).receipt().acknowledged();
        line.sent.get(1).receipt().failed(new IllegalStateException("no right to write"));
        line.sent.get(2).receipt().failed(new IllegalStateException("no right to write"));
        outbox.offer(0, new byte[] {3}, 1);
        outbox.offer(1, new byte[] {9}, 1);

        outbox.retry();

        assertThat(line.values()).containsExactly(0, 1, 2, 9, 1, 2, 3);
        assertThat(outbox.pendingBytes()).isEqualTo(4);
    }

    @Test
    void waitsWithTheRetryUntilAllOfThePartitionHasComeBack() {
        outbox.offer(0, new byte[] {0}, 1);
        outbox.offer(0, new byte[] {1}, 1);
        line.sent.get(0).receipt().failed(new IllegalStateException("no right to write"));

        outbox.retry();

        assertThat(line.values()).containsExactly(0, 1);
    }

    @Test
    void tellsHowLongNothingHasBeenAcknowledged() {
        assertThat(outbox.stalledNanos()).isZero();
        clock.set(5);
        outbox.offer(0, bytes(1), 1);
        outbox.offer(0, bytes(1), 1);
        clock.set(12);
        assertThat(outbox.stalledNanos()).isEqualTo(7);

        line.sent.getFirst().receipt().acknowledged();
        clock.set(15);

        assertThat(outbox.stalledNanos()).isEqualTo(3);
    }

    @Test
    void isEmptyOnceAllIsAcknowledged() throws InterruptedException {
        outbox.offer(0, bytes(1), 1);
        assertThat(outbox.awaitEmpty(Duration.ZERO)).isFalse();

        line.sent.getFirst().receipt().acknowledged();

        assertThat(outbox.awaitEmpty(Duration.ofDays(1))).isTrue();
    }

    /** Until the outbox has been entered by a second thread and that waits in it. */
    private void awaitBlocked(CompletableFuture<?> waiting) {
        while (!outbox.someoneWaits()) {
            assertThat(waiting).isNotDone();
            Thread.onSpinWait();
        }
    }

    private static byte[] bytes(int length) {
        return new byte[length];
    }

    /** A wire that keeps what it is given. */
    private static final class Line implements Wire {
        private final List<Sent> sent = new ArrayList<>();

        @Override
        public void send(int partition, byte[] value, Receipt receipt) {
            sent.add(new Sent(partition, value, receipt));
        }

        List<Integer> values() {
            return sent.stream().map(s -> (int) s.value()[0]).toList();
        }
    }

    private record Sent(int partition, byte[] value, Wire.Receipt receipt) {}
}
