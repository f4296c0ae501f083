package io.tidemark.e2e.capture;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A capture file (draft-ietf-opsawg-pcap, nanosecond, big endian) and the truth about it. */
public record Capture(Path file, Truth truth) {
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int ETHERNET = 1;

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

    /** Its name, for the names of parameterised tests. */
    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
