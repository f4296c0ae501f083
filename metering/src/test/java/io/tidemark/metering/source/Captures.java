package io.tidemark.metering.source;

import io.tidemark.metering.Frames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes capture files in every form, and reads them back as text. */
final class Captures {
    private Captures() {}

    static byte[] pcapHeader(ByteOrder order, int magic, int linkType) {
        return buffer(24, order)
                .putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65535)
                .putInt(linkType)
                .array();
    }

    static byte[] pcapRecord(ByteOrder order, int seconds, int fraction, byte[] frame, int wire) {
        var header = buffer(16, order)
                .putInt(seconds)
                .putInt(fraction)
                .putInt(frame.length)
                .putInt(wire);
        return Frames.join(header.array(), frame);
    }

    static byte[] block(ByteOrder order, int type, byte[] body) {
        int padded = body.length + 3 & ~3;
        var block = buffer(12 + padded, order).putInt(type).putInt(12 + padded).put(body);
        return block.putInt(8 + padded, 12 + padded).array();
    }

    static byte[] section(ByteOrder order) {
        return block(
                order,
                0x0A0D0D0A,
                buffer(16, order)
                        .putInt(0x1A2B3C4D)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1)
                        .array());
    }

    static byte[] interfaceBlock(ByteOrder order, int linkType, int snapLength, byte[]... options) {
        byte[] fixed = buffer(8, order)
                .putShort((short) linkType)
                .putShort((short) 0)
                .putInt(snapLength)
                .array();
        return block(order, 1, Frames.join(fixed, Frames.join(options)));
    }

    static byte[] option(ByteOrder order, int code, byte[] value) {
        return buffer(4 + (value.length + 3 & ~3), order)
                .putShort((short) code)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    static byte[] name(ByteOrder order, String name) {
        return option(order, 2, name.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] enhanced(ByteOrder order, int id, long ticks, byte[] frame, int wire, byte[]... options) {
        var fixed = buffer(20, order).putInt(id).putInt((int) (ticks >>> 32)).putInt((int) ticks);
        byte[] padded = Arrays.copyOf(frame, options.length == 0 ? frame.length : frame.length + 3 & ~3);
        return block(
                order, 6, Frames.join(fixed.putInt(frame.length).putInt(wire).array(), padded, Frames.join(options)));
    }

    static byte[] simple(ByteOrder order, byte[] frame, int wire) {
        return block(order, 3, Frames.join(buffer(4, order).putInt(wire).array(), frame));
    }

    static byte[] obsolete(ByteOrder order, int id, long ticks, byte[] frame, int wire) {
        var fixed = buffer(20, order).putShort((short) id).putShort((short) 0);
        fixed.putInt((int) (ticks >>> 32))
                .putInt((int) ticks)
                .putInt(frame.length)
                .putInt(wire);
        return block(order, 2, Frames.join(fixed.array(), frame));
    }

    /** Each frame as "point linktype time captured/wire first byte", then the message if the source broke. */
    static List<String> read(FrameSource source) {
        var lines = new ArrayList<String>();
        try {
            while (source.poll(
                            (point, linkType, time, memory, at, captured, wire, way) -> lines.add("%s %d %d %d/%d %s"
                                    .formatted(
                                            source.points().get(point).name(),
                                            linkType,
                                            time,
                                            captured,
                                            wire,
                                            captured == 0
                                                    ? "-"
                                                    : memory.get(java.lang.foreign.ValueLayout.JAVA_BYTE, at))),
                            2)
                    != FrameSource.END) {
                // all is done in poll
            }
        } catch (IOException e) {
            lines.add(e.getMessage());
        }
        return lines;
    }

    private static ByteBuffer buffer(int size, ByteOrder order) {
        return ByteBuffer.allocate(size).order(order);
    }
}
