package io.tidemark.e2e.capture;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A capture file (draft-ietf-opsawg-pcap, nanosecond, big endian) and the truth about it. */
public record Capture(Path file, Truth truth) {
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int ETHERNET = 1;
    private static final int SECTION = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;

    /** Writes the frames in the order in which they come. */
    static Capture write(Path file, Stream<Frame> frames) throws IOException {
        Files.createDirectories(file.getParent());
        var counter = new Truth.Counter();
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            out.writeInt(MAGIC_NANOSECONDS);
            out.writeShort(2);
            out.writeShort(4);
            out.writeLong(0);
            out.writeInt(1 << 16);
            out.writeInt(ETHERNET);
            for (var frame : (Iterable<Frame>) frames::iterator) {
                out.writeInt((int) (frame.nanos() / 1_000_000_000));
                out.writeInt((int) (frame.nanos() % 1_000_000_000));
                out.writeInt(frame.bytes().length);
                out.writeInt(frame.wire());
                out.write(frame.bytes());
                counter.add(frame);
            }
        }
        return new Capture(file, counter.truth());
    }

    /** Writes a pcapng file (draft-ietf-opsawg-pcapng, microsecond, big endian) of what was seen at these interfaces. */
    static Capture write(Path file, List<String> interfaces, List<Observation> observations) throws IOException {
        Files.createDirectories(file.getParent());
        var counter = new Truth.Counter();
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            block(
                    out,
                    SECTION,
                    ByteBuffer.allocate(16).putInt(0x1a2b3c4d).putInt(1 << 16).putLong(-1));
            for (var name : interfaces) {
                block(out, INTERFACE, description(name));
            }
            for (var observation : observations) {
                block(out, PACKET, packet(observation));
                counter.add(observation.frame());
            }
        }
        return new Capture(file, counter.truth());
    }

    private static ByteBuffer description(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        var body = ByteBuffer.allocate(8 + 4 + padded(bytes.length) + 4)
                .putShort((short) ETHERNET)
                .putShort((short) 0)
                .putInt(1 << 16);
        body.putShort((short) 2).putShort((short) bytes.length).put(bytes); // if_name
        return body;
    }

    private static ByteBuffer packet(Observation observation) {
        var frame = observation.frame();
        long micros = frame.nanos() / 1000;
        var body = ByteBuffer.allocate(20 + padded(frame.bytes().length)).putInt(observation.point());
        body.putInt((int) (micros >>> 32)).putInt((int) micros);
        return body.putInt(frame.bytes().length).putInt(frame.wire()).put(frame.bytes());
    }

    private static void block(DataOutputStream out, int type, ByteBuffer body) throws IOException {
        out.writeInt(type);
        out.writeInt(12 + body.capacity());
        out.write(body.array());
        out.writeInt(12 + body.capacity());
    }

    private static int padded(int length) {
        return (length + 3) / 4 * 4;
    }

    /** Its name, for the names of parameterised tests. */
    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
