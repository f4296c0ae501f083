package io.tidemark.metering.source;

import io.tidemark.metering.memory.Memory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The classic format (draft-ietf-opsawg-pcap, pcap-savefile(5)): a file header of 24 bytes, then records, in the byte order of
 * the machine that wrote them, with times in µs or ns. Kuznetzov's variant with longer record headers is read too.
 */
final class PcapFormat implements Format {
    static final int MICROS = 0xa1b2c3d4;
    static final int NANOS = 0xa1b23c4d;
    static final int KUZNETZOV = 0xa1b2cd34;

    private static final long SECOND = 1_000_000_000L;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int LINK_TYPE = 0xFFFF; // above it: length of the frame check sequence

    private final Input input;
    private final boolean swapped;
    private final int
            nanosPerTick; // a fraction of a second or more, in broken files, keeps its low 32 bits: Wireshark's reading
    private final int recordHeader;
    private final boolean lengthsMaySwap;
    private final int linkType;
    private final List<FrameSource.Point> points = List.of(new FrameSource.Point("if0", 0));

    private PcapFormat(Input input, int magic, boolean swapped) throws IOException {
        if (input.ensure(FILE_HEADER) < FILE_HEADER) {
            throw new IOException("cut short in the file header: %d of %d bytes are there"
                    .formatted(input.ensure(FILE_HEADER), FILE_HEADER));
        }
        this.input = input;
        this.swapped = swapped;
        nanosPerTick = magic == NANOS ? 1 : 1000;
        recordHeader = magic == KUZNETZOV ? RECORD_HEADER + 8 : RECORD_HEADER;
        int version = u32(4);
        int minor = swapped ? version & 0xFFFF : version >>> 16;
        int major = swapped ? version >>> 16 : version & 0xFFFF;
        if (major < 2) {
            throw new IOException("is pcap of version %d.%d; 2.4 is known".formatted(major, minor));
        }
        lengthsMaySwap = minor <= 3; // 2.3 and before: some programs wrote the two lengths the other way round
        linkType = u32(20) & LINK_TYPE;
        input.skip(FILE_HEADER);
    }

    /** Null if these are not the first bytes of such a file. */
    static PcapFormat open(Input input, int firstLittleEndian) throws IOException {
        int other = Integer.reverseBytes(firstLittleEndian);
        if (isMagic(firstLittleEndian)) {
            return new PcapFormat(input, firstLittleEndian, false);
        }
        return isMagic(other) ? new PcapFormat(input, other, true) : null;
    }

    private static boolean isMagic(int value) {
        return value == MICROS || value == NANOS || value == KUZNETZOV;
    }

    @Override
    public List<FrameSource.Point> points() {
        return points;
    }

    @Override
    public int poll(FrameHandler handler, int limit) throws IOException {
        int count = 0;
        while (count < limit) {
            long there = input.ensure(recordHeader);
            if (there < recordHeader) {
                return atEnd(count, there);
            }
            int got = whole(handler, there, limit - count);
            count += got;
            if (got == 0) {
                ensureRecord();
            }
        }
        return count;
    }

    private int atEnd(int count, long there) throws IOException {
        if (there > 0) {
            throw new IOException("cut short at offset %d: %d bytes of a record header of %d"
                    .formatted(input.position(), there, recordHeader));
        }
        return count > 0 ? count : FrameSource.END;
    }

    /**
     * Hands over the records that lie whole in memory, up to the first that does not or that is broken.
     *
     * @param there bytes that are there, a record header at least
     */
    private int whole(FrameHandler handler, long there, int limit) {
        MemorySegment memory = input.memory;
        long base = memory.address();
        long begin = input.at;
        long end = begin + there;
        long at = begin;
        int count = 0;
        while (count < limit && end - at >= recordHeader) {
            long lengths = two(base + at, 8);
            int captured = captured(lengths);
            long body = at + recordHeader;
            if (!isPossible(captured) || captured > end - body) {
                break;
            }
            long times = two(base + at, 0);
            long time = (times & 0xFFFFFFFFL) * SECOND + (int) (times >>> 32) * nanosPerTick;
            int wire = captured ^ (int) lengths ^ (int) (lengths >>> 32); // the other one of the two
            handler.frame(0, linkType, time, memory, body, captured, Format.wire(wire), Way.UNKNOWN);
            at = body + captured;
            count++;
        }
        input.at = at;
        return count;
    }

    private int captured(long lengths) {
        int captured = (int) lengths;
        int wire = (int) (lengths >>> 32);
        return lengthsMaySwap && captured > wire && wire >= 0 ? wire : captured;
    }

    private static boolean isPossible(int captured) {
        return Integer.compareUnsigned(captured, MAX_PACKET) <= 0;
    }

    /** The next record does not lie whole in memory: now it does, or it says why it cannot. */
    private void ensureRecord() throws IOException {
        int captured = captured(two(input.memory.address() + input.at, 8));
        if (!isPossible(captured)) {
            throw new IOException("broken at offset %d: a packet of %s bytes cannot be"
                    .formatted(input.position(), Integer.toUnsignedString(captured)));
        }
        long there = input.ensure(recordHeader + captured) - recordHeader;
        if (there < captured) {
            throw new IOException("cut short at offset %d: %d bytes of a packet of %d"
                    .formatted(input.position() + recordHeader, there, captured));
        }
    }

    /** Two numbers of 32 bits, the first one in the lower half. */
    private long two(long address, int offset) {
        long value = Memory.le64(address, offset);
        return swapped ? Long.reverseBytes(Long.rotateLeft(value, 32)) : value;
    }

    private int u32(int offset) {
        int value = input.u32(offset);
        return swapped ? Integer.reverseBytes(value) : value;
    }
}
