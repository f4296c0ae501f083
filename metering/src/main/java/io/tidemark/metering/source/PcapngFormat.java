package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * pcapng (draft-ietf-opsawg-pcapng): blocks, in sections that each have a byte order and interfaces of their own. Enhanced,
 * simple and obsolete packet blocks give frames; blocks of other types are skipped.
 */
final class PcapngFormat implements Format {
    static final int SECTION = 0x0A0D0D0A; // reads the same both ways

    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int ORDER_MAGIC = 0x1A2B3C4D;
    private static final int LEAST_BLOCK = 12; // type, length, length again
    private static final int VERSION_END = 16; // of a section header
    private static final int OPTION_FLAGS = 2; // of a packet
    private static final int OPTION_NAME = 2;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;
    private static final int MAX_INTERFACES = 1 << 16;
    private static final ValueLayout.OfShort U16 = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

    /** An interface of the current section. */
    private record Link(int point, int linkType, int snapLength, Time time) {}

    private final Input input;
    private final List<FrameSource.Point> points = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private boolean swapped;

    PcapngFormat(Input input) throws IOException {
        this.input = input;
        long there = input.ensure(LEAST_BLOCK);
        if (there < LEAST_BLOCK) {
            throw new IOException("cut short in the section header: %d bytes are there".formatted(there));
        }
        section();
    }

    @Override
    public List<FrameSource.Point> points() {
        return points;
    }

    @Override
    public int poll(FrameHandler handler, int limit) throws IOException {
        int count = 0;
        while (count < limit) {
            long there = input.ensure(LEAST_BLOCK);
            if (there == 0) {
                return count > 0 ? count : FrameSource.END;
            }
            if (there < LEAST_BLOCK) {
                throw cutShort(there, LEAST_BLOCK);
            }
            count += block(handler);
        }
        return count;
    }

    /** Reads one block; 1 if it held a frame. */
    private int block(FrameHandler handler) throws IOException {
        int type = u32(0);
        if (type == SECTION) {
            section();
        }
        long length = u32(4) & 0xFFFFFFFFL;
        if (length < LEAST_BLOCK || length % 4 != 0) {
            throw broken("a block of %d bytes cannot be".formatted(length));
        }
        boolean known =
                type == INTERFACE || type == OBSOLETE_PACKET || type == SIMPLE_PACKET || type == ENHANCED_PACKET;
        int frames = known ? known(handler, type, length) : 0;
        long start = input.position();
        if (!input.skip(length)) {
            throw new IOException("cut short at offset %d: %d bytes of a block of %d"
                    .formatted(start, input.position() - start, length));
        }
        return frames;
    }

    private int known(FrameHandler handler, int type, long length) throws IOException {
        if (length > MAX_PACKET) {
            throw broken("a block of %d bytes cannot be".formatted(length));
        }
        long there = input.ensure(length);
        if (there < length) {
            throw cutShort(there, length);
        }
        switch (type) {
            case INTERFACE -> addInterface((int) length);
            case ENHANCED_PACKET -> enhanced(handler, (int) length);
            case SIMPLE_PACKET -> simple(handler, (int) length);
            default -> obsolete(handler, (int) length);
        }
        return type == INTERFACE ? 0 : 1;
    }

    /** A section header: from here on its byte order, and no interfaces yet. The block is skipped as any other. */
    private void section() throws IOException {
        int magic = input.u32(8);
        if (magic != ORDER_MAGIC && Integer.reverseBytes(magic) != ORDER_MAGIC) {
            throw broken("the section header has no byte-order magic");
        }
        swapped = magic != ORDER_MAGIC;
        if (input.ensure(VERSION_END) < VERSION_END) {
            throw cutShort(input.ensure(VERSION_END), VERSION_END);
        }
        if (u16(12) != 1) {
            throw broken("a section of version %d.%d; 1.0 is known".formatted(u16(12), u16(14)));
        }
        links.clear();
    }

    private void addInterface(int length) throws IOException {
        require(length, 20);
        if (points.size() >= MAX_INTERFACES) {
            throw broken("more than %d interfaces".formatted(MAX_INTERFACES));
        }
        String name = null;
        int resolution = 6;
        long offset = 0;
        int at = 16;
        while (at + 4 <= length - 4) {
            int code = u16(at);
            int size = u16(at + 2);
            if (code == 0 || at + 4 + size > length - 4) {
                break;
            }
            switch (code) {
                case OPTION_NAME -> name = text(at + 4, size);
                case OPTION_RESOLUTION ->
                    resolution = size == 1 ? input.memory.get(ValueLayout.JAVA_BYTE, input.at + at + 4) : 6;
                case OPTION_OFFSET -> offset = size == 8 ? u64(at + 4) : 0;
                default -> {}
            }
            at += 4 + (size + 3 & ~3);
        }
        links.add(new Link(point(name), u16(8), u32(12), Time.of(resolution & 0xFF, offset)));
    }

    /** The interface of a later section is the point of an earlier one with the same place and name: files put together. */
    private int point(String name) {
        int id = links.size();
        if (name != null && id < points.size() && points.get(id).name().equals(name)) {
            return id;
        }
        points.add(new FrameSource.Point(name == null ? "if" + points.size() : name, 0));
        return points.size() - 1;
    }

    private void enhanced(FrameHandler handler, int length) throws IOException {
        require(length, 32);
        int captured = u32(20);
        int way = captured < 0 || captured > length - 32 ? Way.UNKNOWN : way(28 + (captured + 3 & ~3), length);
        frame(handler, u32(8), (long) u32(12) << 32 | u32(16) & 0xFFFFFFFFL, captured, u32(24), length, way);
    }

    /** Of the option epb_flags, if there is one from here on: bits 0 and 1 are 1 for inbound, 2 for outbound. */
    private int way(int options, int length) {
        for (int at = options; at + 8 <= length - 4 && u16(at) != 0; at += 4 + (u16(at + 2) + 3 & ~3)) {
            if (u16(at) == OPTION_FLAGS && u16(at + 2) == 4) {
                return switch (u32(at + 4) & 3) {
                    case 1 -> Way.INGRESS;
                    case 2 -> Way.EGRESS;
                    default -> Way.UNKNOWN;
                };
            }
        }
        return Way.UNKNOWN;
    }

    private void obsolete(FrameHandler handler, int length) throws IOException {
        require(length, 32);
        frame(handler, u16(8), (long) u32(12) << 32 | u32(16) & 0xFFFFFFFFL, u32(20), u32(24), length, Way.UNKNOWN);
    }

    private void simple(FrameHandler handler, int length) throws IOException {
        require(length, 16);
        Link link = link(0);
        int wire = u32(8);
        int captured = Math.min(length - 16, Format.wire(wire));
        if (link.snapLength > 0) {
            captured = Math.min(captured, link.snapLength);
        }
        give(handler, link, 0, 12, captured, wire, Way.UNKNOWN); // it has no time; every other reader says 1970, too
    }

    private void frame(FrameHandler handler, int id, long ticks, int captured, int wire, int length, int way)
            throws IOException {
        Link link = link(id);
        if (captured < 0 || captured > length - 28 - 4) {
            throw broken("a packet of %s bytes in a block of %d".formatted(Integer.toUnsignedString(captured), length));
        }
        give(handler, link, link.time.nanos(ticks), 28, captured, wire, way);
    }

    private void give(FrameHandler handler, Link link, long time, int at, int captured, int wire, int way) {
        handler.frame(link.point, link.linkType, time, input.memory, input.at + at, captured, Format.wire(wire), way);
    }

    private Link link(int id) throws IOException {
        if (id < 0 || id >= links.size()) {
            throw broken("a packet of interface %d, of %d".formatted(id, links.size()));
        }
        return links.get(id);
    }

    private void require(int length, int least) throws IOException {
        if (length < least) {
            throw broken("a block of %d bytes, at least %d are needed".formatted(length, least));
        }
    }

    private IOException cutShort(long there, long length) {
        return new IOException(
                "cut short at offset %d: %d bytes of a block of %d".formatted(input.position(), there, length));
    }

    private IOException broken(String what) {
        return new IOException("broken at offset %d: %s".formatted(input.position(), what));
    }

    private String text(int at, int size) {
        byte[] bytes = new byte[size];
        MemorySegment.copy(input.memory, ValueLayout.JAVA_BYTE, input.at + at, bytes, 0, size);
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private int u16(int offset) {
        short value = input.memory.get(U16, input.at + offset);
        return (swapped ? Short.reverseBytes(value) : value) & 0xFFFF;
    }

    private int u32(int offset) {
        int value = input.u32(offset);
        return swapped ? Integer.reverseBytes(value) : value;
    }

    private long u64(int offset) {
        long first = u32(offset) & 0xFFFFFFFFL;
        long second = u32(offset + 4) & 0xFFFFFFFFL;
        return swapped ? first << 32 | second : second << 32 | first;
    }
}
