package io.tidemark.aggregator.window;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A checkpoint as the metadata of a committed offset: "1:", then base64 of the deflated fields, numbers as varints.
 *
 * <p>Kafka takes 4096 characters (the broker's offset.metadata.max.bytes). Where a checkpoint is longer, first the finished
 * files are left out, then the nodes of shared groups; then, for one allowed lateness after a restart, these groups' windows
 * stay open, so that the nodes are heard again first. A node takes some 25 characters, so that is beyond some 150 of them. If
 * even the rest is too long, there is no metadata, and the offset must not be committed: the commit before still holds.
 */
public final class CheckpointCodec {
    /** Kafka's default of offset.metadata.max.bytes. */
    public static final int MAX_LENGTH = 4096;

    private static final String VERSION = "1:";

    private CheckpointCodec() {}

    /**
     * The metadata of a checkpoint, which leaves out its offset.
     *
     * @param maxLength       in characters
     * @param allowedLateness ms, for a checkpoint that must leave nodes out
     * @return empty: there is no room even for what cannot be left out
     */
    public static Optional<String> encode(Checkpoint checkpoint, int maxLength, long allowedLateness) {
        var whole = encode(checkpoint);
        if (whole.length() <= maxLength) {
            return Optional.of(whole);
        }
        var unfinished = encode(withoutFinished(checkpoint));
        if (unfinished.length() <= maxLength) {
            return Optional.of(unfinished);
        }
        var rest = encode(withoutSharedNodes(withoutFinished(checkpoint), allowedLateness));
        return rest.length() <= maxLength ? Optional.of(rest) : Optional.empty();
    }

    /**
     * The checkpoint of a committed offset.
     *
     * @return empty: this is not the metadata of a checkpoint
     */
    public static Optional<Checkpoint> decode(long offset, String metadata) {
        if (metadata == null || !metadata.startsWith(VERSION)) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(metadata.substring(VERSION.length())))))) {
            return Optional.of(read(offset, in));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Checkpoint withoutFinished(Checkpoint c) {
        return new Checkpoint(
                c.offset(),
                c.position(),
                c.logMillis(),
                c.settlesMillis(),
                c.groups(),
                c.nodes(),
                List.of(),
                c.windows());
    }

    private static Checkpoint withoutSharedNodes(Checkpoint c, long allowedLateness) {
        var files = c.nodes().stream()
                .filter(node -> c.groups().get(node.group()).own())
                .toList();
        long settles = Math.max(c.settlesMillis(), c.logMillis() + allowedLateness);
        return new Checkpoint(
                c.offset(), c.position(), c.logMillis(), settles, c.groups(), files, c.finished(), c.windows());
    }

    private static String encode(Checkpoint checkpoint) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            write(checkpoint, out);
        } catch (IOException e) {
            throw new IllegalStateException("an array in memory cannot be written", e);
        }
        return VERSION + Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static void write(Checkpoint c, DataOutputStream out) throws IOException {
        number(c.position() - c.offset(), out);
        number(c.logMillis(), out);
        number(sinceOrNone(c.settlesMillis(), c.logMillis()), out);
        number(c.groups().size(), out);
        for (var group : c.groups()) {
            out.writeUTF(group.name());
            out.writeBoolean(group.own());
            number(group.highest(), out);
            number(sinceOrNone(group.watermark(), group.highest()), out);
        }
        number(c.nodes().size(), out);
        for (var node : c.nodes()) {
            var group = c.groups().get(node.group());
            number(node.group() * 2L + (node.live() ? 1 : 0), out);
            out.writeUTF(node.name().equals(group.name()) ? "" : node.name());
            out.writeLong(node.epoch());
            number(node.next(), out);
            number(sinceOrNone(node.mark(), group.highest()), out);
            number(c.logMillis() - node.seenMillis(), out);
        }
        number(c.finished().size(), out);
        for (long digest : c.finished()) {
            out.writeLong(digest);
        }
        number(c.windows().size(), out);
        for (var window : c.windows()) {
            number(window.group() * 2L + (window.late() ? 1 : 0), out);
            number(window.start(), out);
            number(window.firstOffset() - c.offset(), out);
            names(window.missing(), out);
            names(window.owing(), out);
        }
    }

    private static Checkpoint read(long offset, DataInputStream in) throws IOException {
        long position = offset + number(in);
        long logMillis = number(in);
        long settles = orNone(number(in), logMillis);
        var groups = new ArrayList<Checkpoint.GroupState>();
        for (long n = number(in); n > 0; n--) {
            var name = in.readUTF();
            boolean own = in.readBoolean();
            long highest = number(in);
            groups.add(new Checkpoint.GroupState(name, own, orNone(number(in), highest), highest));
        }
        var nodes = new ArrayList<Checkpoint.NodeState>();
        for (long n = number(in); n > 0; n--) {
            long flags = number(in);
            var group = groups.get((int) (flags / 2));
            var name = in.readUTF();
            nodes.add(new Checkpoint.NodeState(
                    (int) (flags / 2),
                    name.isEmpty() ? group.name() : name,
                    in.readLong(),
                    number(in),
                    orNone(number(in), group.highest()),
                    logMillis - number(in),
                    flags % 2 == 1));
        }
        var finished = new ArrayList<Long>();
        for (long n = number(in); n > 0; n--) {
            finished.add(in.readLong());
        }
        var windows = new ArrayList<Checkpoint.WindowState>();
        for (long n = number(in); n > 0; n--) {
            long flags = number(in);
            long start = number(in);
            long firstOffset = offset + number(in);
            windows.add(new Checkpoint.WindowState(
                    (int) (flags / 2), start, flags % 2 == 1, firstOffset, names(in), names(in)));
        }
        return new Checkpoint(offset, position, logMillis, settles, groups, nodes, finished, windows);
    }

    private static void names(List<String> names, DataOutputStream out) throws IOException {
        number(names.size(), out);
        for (var name : names) {
            out.writeUTF(name);
        }
    }

    private static List<String> names(DataInputStream in) throws IOException {
        var names = new ArrayList<String>();
        for (long n = number(in); n > 0; n--) {
            names.add(in.readUTF());
        }
        return names;
    }

    /** A time that may be none, told from another one; none is told as the least number there is. */
    private static long sinceOrNone(long time, long base) {
        return time == Long.MIN_VALUE ? Long.MIN_VALUE : time - base;
    }

    private static long orNone(long since, long base) {
        return since == Long.MIN_VALUE ? Long.MIN_VALUE : base + since;
    }

    /** A signed number in 7 bits a byte, least first, zigzag (the wire format of protobuf's sint64). */
    private static void number(long value, DataOutputStream out) throws IOException {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long number(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = in.readUnsignedByte();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new IOException("a number of more than 64 bits");
    }
}
