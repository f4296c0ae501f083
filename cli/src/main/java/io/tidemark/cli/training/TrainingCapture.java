package io.tidemark.cli.training;

import io.tidemark.metering.source.FrameHandler;
import io.tidemark.metering.source.MadeUpRing;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A capture file (pcap, little-endian, ns) of made-up frames, 10 µs apart. */
final class TrainingCapture {
    private static final long START = 1_767_225_600_000_000_000L; // 2026-01-01T00:00:00Z
    private static final long STEP = 10_000; // ns
    private static final int SECOND = 1_000_000_000;
    private static final int RING = 5_000; // frames: then come those of another ring, and so other biflows
    private static final int TURN = 256; // frames
    private static final int ROOM = TURN * 512; // bytes; the longest frame takes 150

    private TrainingCapture() {}

    /** @param packets how many at least; at most 256 more */
    static void write(Path file, int packets) throws IOException {
        var records = new Records();
        try (var out = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            records.bytes
                    .putInt(0xa1b23c4d)
                    .putInt(0x00040002)
                    .putLong(0)
                    .putInt(65535)
                    .putInt(1);
            for (int number = 0; records.count < packets; number += RING) {
                try (var frames = new MadeUpRing(START, 0, number)) {
                    writeRing(frames, Math.min(packets, records.count + RING), records, out);
                }
            }
        }
    }

    private static void writeRing(MadeUpRing frames, int packets, Records records, WritableByteChannel out)
            throws IOException {
        while (records.count < packets) {
            frames.poll(records, TURN);
            out.write(records.bytes.flip());
            records.bytes.clear();
        }
    }

    /** Frames, behind each other as the file has them. */
    private static final class Records implements FrameHandler {
        private final ByteBuffer bytes = ByteBuffer.allocate(ROOM).order(ByteOrder.LITTLE_ENDIAN);
        private long now = START;
        private int count;

        @Override
        public void frame(
                int point,
                int linkType,
                long timeNanos,
                MemorySegment memory,
                long at,
                int captured,
                int wire,
                int way) {
            count++;
            now += STEP;
            bytes.putInt((int) (now / SECOND)).putInt((int) (now % SECOND));
            bytes.putInt(captured).putInt(wire);
            bytes.put(memory.asSlice(at, captured).asByteBuffer());
        }
    }
}
