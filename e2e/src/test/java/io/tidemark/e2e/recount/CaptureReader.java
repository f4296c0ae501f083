package io.tidemark.e2e.recount;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a whole capture file of Ethernet frames: pcap (draft-ietf-opsawg-pcap) or pcapng (draft-ietf-opsawg-pcapng), in either
 * byte order.
 */
final class CaptureReader {
    private static final int ETHERNET = 1;
    private static final long SECOND = 1_000_000_000L;

    private final ByteBuffer file;
    private final List<Interface> interfaces = new ArrayList<>();
    private final List<CapturedFrame> frames = new ArrayList<>();

    /** @param ticks of its clock in a second */
    private record Interface(String name, long ticks) {}

    private CaptureReader(byte[] bytes) {
        file = ByteBuffer.wrap(bytes);
    }

    /** Its frames, in the order of the file. */
    static List<CapturedFrame> read(Path path) throws IOException {
        var reader = new CaptureReader(Files.readAllBytes(path));
        if (reader.file.getInt(0) == 0x0a0d0d0a) {
            reader.blocks();
        } else {
            reader.records();
        }
        return reader.frames;
    }

    private void records() {
        if (file.get(0) != (byte) 0xa1) {
            file.order(ByteOrder.LITTLE_ENDIAN);
        }
        long ticks =
                switch (file.getInt(0)) {
                    case 0xa1b2c3d4 -> 1_000_000;
                    case 0xa1b23c4d -> SECOND;
                    default -> throw new IllegalArgumentException("no capture file");
                };
        wantEthernet(file.getInt(20) & 0xFFFF);
        file.position(24);
        while (file.hasRemaining()) {
            long seconds = file.getInt() & 0xFFFFFFFFL;
            long fraction = file.getInt() & 0xFFFFFFFFL;
            var bytes = new byte[file.getInt()];
            int wire = file.getInt();
            file.get(bytes);
            frames.add(new CapturedFrame("if0", seconds * SECOND + fraction * (SECOND / ticks), bytes, wire));
        }
    }

    private void blocks() {
        while (file.hasRemaining()) {
            int start = file.position();
            if (file.getInt(start) == 0x0a0d0d0a) { // a section, which begins with its byte order
                file.order(ByteOrder.BIG_ENDIAN);
                if (file.getInt(start + 8) != 0x1a2b3c4d) {
                    file.order(ByteOrder.LITTLE_ENDIAN);
                }
                interfaces.clear();
            }
            int length = file.getInt(start + 4);
            switch (file.getInt(start)) {
                case 1 -> describe(start + 8, start + length - 4);
                case 6 -> enhanced(start + 8);
                case 3 -> throw new IllegalArgumentException("a packet without a time");
                default -> {
                    // says nothing of packets
                }
            }
            file.position(start + length);
        }
    }

    private void describe(int at, int end) {
        wantEthernet(file.getShort(at) & 0xFFFF);
        var name = "if" + interfaces.size();
        long ticks = 1_000_000;
        int option = at + 8;
        while (option + 4 <= end && file.getShort(option) != 0) {
            int length = file.getShort(option + 2) & 0xFFFF;
            switch (file.getShort(option)) {
                case 2 -> name = new String(file.array(), option + 4, length, StandardCharsets.UTF_8);
                case 9 -> ticks = ticks(file.get(option + 4));
                default -> {
                    // what is not needed
                }
            }
            option += 4 + (length + 3) / 4 * 4;
        }
        interfaces.add(new Interface(name, ticks));
    }

    /** if_tsresol: a power of ten, or with the highest bit of two. */
    private static long ticks(byte resolution) {
        return resolution < 0 ? 1L << (resolution & 0x7F) : (long) Math.pow(10, resolution);
    }

    private void enhanced(int at) {
        var where = interfaces.get(file.getInt(at));
        long time = (long) file.getInt(at + 4) << 32 | file.getInt(at + 8) & 0xFFFFFFFFL;
        var bytes = new byte[file.getInt(at + 12)];
        file.get(at + 20, bytes);
        long nanos = time / where.ticks() * SECOND + time % where.ticks() * SECOND / where.ticks();
        frames.add(new CapturedFrame(where.name(), nanos, bytes, file.getInt(at + 16)));
    }

    private static void wantEthernet(int linkType) {
        if (linkType != ETHERNET) {
            throw new IllegalArgumentException("frames of link type %d are not read here".formatted(linkType));
        }
    }
}
