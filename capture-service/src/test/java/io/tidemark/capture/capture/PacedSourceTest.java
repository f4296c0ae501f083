package io.tidemark.capture.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metering.source.FrameHandler;
import io.tidemark.metering.source.FrameSource;
import io.tidemark.metering.source.Way;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedSourceTest {
    private final AtomicLong clock = new AtomicLong(1_000);
    private final List<Integer> given = new ArrayList<>();
    private final FrameHandler handler = (point, link, time, memory, at, captured, wire, way) ->
            given.add((int) memory.get(ValueLayout.JAVA_BYTE, at));

    @Test
    void givesTheFirstFrameAtOnceAndKeepsTheGapsAfterIt() throws IOException {
        var paced = new PacedSource(new Frames(500, 510, 600), clock::get);

        assertThat(paced.poll(handler, 10)).isEqualTo(1);
        clock.set(1_009);
        assertThat(paced.poll(handler, 10)).isZero();
        clock.set(1_010);
        assertThat(paced.poll(handler, 10)).isEqualTo(1);
        clock.set(1_100);
        assertThat(paced.poll(handler, 10)).isEqualTo(1);

        assertThat(given).containsExactly(0, 1, 2);
        assertThat(paced.poll(handler, 10)).isEqualTo(FrameSource.END);
    }

    @Test
    void givesAllThatIsDueAtOnceToWhoWasKeptWaiting() throws IOException {
        var paced = new PacedSource(new Frames(0, 10, 20, 30, 1_000), clock::get);
        paced.poll(handler, 10);
        clock.addAndGet(30);

        int caughtUp = paced.poll(handler, 10);

        assertThat(caughtUp).isEqualTo(3);
        assertThat(given).containsExactly(0, 1, 2, 3);
    }

    @Test
    void isDueByTheFirstFrameHoweverLateTheOthersWere() throws IOException {
        var paced = new PacedSource(new Frames(0, 10, 1_000), clock::get);
        paced.poll(handler, 10);
        clock.addAndGet(900);
        paced.poll(handler, 10);

        clock.addAndGet(100);

        assertThat(paced.poll(handler, 10)).isEqualTo(1);
    }

    @Test
    void givesAFrameThatIsOlderThanTheOneBeforeItAtOnce() throws IOException {
        var paced = new PacedSource(new Frames(100, 50, 60), clock::get);

        assertThat(paced.poll(handler, 10)).isEqualTo(3);
    }

    @Test
    void givesNoMoreThanItIsAskedFor() throws IOException {
        var paced = new PacedSource(new Frames(0, 0, 5, 5), clock::get);

        assertThat(paced.poll(handler, 1)).isEqualTo(1);
        assertThat(paced.poll(handler, 2)).isEqualTo(1);
        clock.addAndGet(5);
        assertThat(paced.poll(handler, 1)).isEqualTo(1);
        assertThat(paced.poll(handler, 1)).isEqualTo(1);

        assertThat(given).containsExactly(0, 1, 2, 3);
    }

    /** Frames at these times, each one byte: its number. The memory is used again, as sources do. */
    private static final class Frames implements FrameSource {
        private final long[] times;
        private final MemorySegment memory = MemorySegment.ofArray(new byte[1]);
        private int next;

        Frames(long... times) {
            this.times = times;
        }

        @Override
        public int poll(FrameHandler handler, int limit) {
            if (next == times.length) {
                return END;
            }
            int begin = next;
            while (next < times.length && next - begin < limit) {
                memory.set(ValueLayout.JAVA_BYTE, 0, (byte) next);
                handler.frame(0, 1, times[next++], memory, 0, 1, 1, Way.UNKNOWN);
            }
            memory.set(ValueLayout.JAVA_BYTE, 0, (byte) -1);
            return next - begin;
        }

        @Override
        public List<Point> points() {
            return List.of(new Point("if0", 0));
        }

        @Override
        public long takeKernelDrops(int point) {
            return 0;
        }

        @Override
        public boolean live() {
            return false;
        }

        @Override
        public void close() {}
    }
}
