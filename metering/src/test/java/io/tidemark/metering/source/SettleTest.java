package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metering.Frames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who looks at frames only when the source settles finds them as they were handed over. */
class SettleTest {
    private static final int FRAMES = 3000; // more than the input holds at once

    @TempDir
    Path dir;

    @Test
    void framesOfPcapStayUntilSettled() throws IOException {
        assertThat(lateFrames(CaptureFile.open(write(pcap())))).isEqualTo(FRAMES);
    }

    @Test
    void framesOfPcapngStayUntilSettled() throws IOException {
        assertThat(lateFrames(CaptureFile.open(write(pcapng())))).isEqualTo(FRAMES);
    }

    @Test
    void framesOfAPipeStayUntilSettled() throws IOException {
        assertThat(lateFrames(CaptureFile.open("-", new ByteArrayInputStream(pcap()))))
                .isEqualTo(FRAMES);
    }

    @Test
    void framesOfABrokenFileAreSettledToo() throws IOException {
        byte[] file = pcap();
        var late = new Late();

        try (var source = CaptureFile.open(write(Arrays.copyOf(file, file.length - 1)))) {
            pollAll(source, late);
        } catch (IOException _) {
            // it says where it is cut; CaptureFileTest
        }

        assertThat(late.looked).isEqualTo(FRAMES - 1);
    }

    @Test
    void framesThatAreMadeUpStayUntilSettled() throws IOException {
        var late = new Late();

        try (var ring = new MadeUpRing(0, 0, 0)) {
            for (int polled = 0; polled < 30_000; ) {
                polled += ring.poll(late, 10_000);
            }
        }

        assertThat(late.waiting).isEmpty();
        assertThat(late.looked).isGreaterThan(20_000);
    }

    private static long lateFrames(CaptureFile source) throws IOException {
        var late = new Late();
        try (source) {
            pollAll(source, late);
        }
        assertThat(late.waiting).isEmpty();
        return late.looked;
    }

    private static void pollAll(FrameSource source, Late late) throws IOException {
        while (source.poll(late, 100_000) != FrameSource.END) {
            // poll has done the work
        }
    }

    private Path write(byte[] file) throws IOException {
        return Files.write(dir.resolve("file"), file);
    }

    private static byte[] pcap() {
        return file(
                Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.MICROS, 1),
                frame -> Captures.pcapRecord(LITTLE_ENDIAN, 1, 0, frame, frame.length));
    }

    private static byte[] pcapng() {
        return file(
                Frames.join(Captures.section(LITTLE_ENDIAN), Captures.interfaceBlock(LITTLE_ENDIAN, 1, 0)),
                frame -> Captures.enhanced(LITTLE_ENDIAN, 0, 1, frame, frame.length));
    }

    private static byte[] file(byte[] header, UnaryOperator<byte[]> record) {
        var random = new Random(1);
        var parts = new byte[FRAMES + 1][];
        parts[0] = header;
        for (int i = 1; i <= FRAMES; i++) {
            byte[] frame =
                    new byte[i == 100 ? 400_000 : random.nextInt(1000)]; // one for which there is no room at first
            random.nextBytes(frame);
            parts[i] = record.apply(frame);
        }
        return Frames.join(parts);
    }

    /** Looks at each frame when it arrives, and once more when the source settles. */
    private static final class Late implements FrameHandler {
        private record Frame(MemorySegment memory, long at, int length, int digest) {}

        private final List<Frame> waiting = new ArrayList<>();
        private long looked;

        @Override
        public void frame(
                int point, int linkType, long time, MemorySegment memory, long at, int captured, int wire, int way) {
            waiting.add(new Frame(memory, at, captured, digest(memory, at, captured)));
        }

        @Override
        public void settle() {
            for (Frame frame : waiting) {
                assertThat(digest(frame.memory, frame.at, frame.length)).isEqualTo(frame.digest);
            }
            looked += waiting.size();
            waiting.clear();
        }

        private static int digest(MemorySegment memory, long at, int length) {
            return Arrays.hashCode(memory.asSlice(at, length).toArray(JAVA_BYTE));
        }
    }
}
