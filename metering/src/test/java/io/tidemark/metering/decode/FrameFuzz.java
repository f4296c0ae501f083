package io.tidemark.metering.decode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Fuzz target: any bytes as a frame of any link type. The first two bytes are the link type, the rest is the frame. The decoder
 * throws nothing, and what it says depends on nothing but the captured bytes: the same frame between other bytes is the same.
 */
public final class FrameFuzz {
    private static final int[] LINK_TYPES = Arrays.stream(Layer.values())
            .flatMap(layer -> layer.named.stream())
            .filter(named -> named.by() == Layer.Registry.LINK_TYPE)
            .flatMapToInt(named -> IntStream.of(named.numbers()))
            .sorted()
            .toArray();

    private static final int BEFORE = 7;
    private static final int MOST_BYTES = 1 << 22;
    private static final int AFTER = 80;
    private static final FrameDecoder DECODER = new FrameDecoder();
    private static final MemorySegment MEMORY = Arena.global().allocate(BEFORE + MOST_BYTES + AFTER);

    private FrameFuzz() {}

    /** Called by Jazzer and by the tests. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        int number = (data[0] & 0xFF) << 8 | data[1] & 0xFF;
        boolean known = Layer.ofLinkType(number) != Layer.NONE;
        int linkType = known ? number : LINK_TYPES[number % LINK_TYPES.length];
        byte[] frame = Arrays.copyOfRange(data, 2, data.length);
        String alone = decode(
                linkType,
                MemorySegment.ofArray(frame),
                0,
                frame.length); // header by header; a byte too far is out of the segment's bounds
        for (int filler : new int[] {0, 0xFF, 0x45}) {
            MemorySegment surrounded = MEMORY.asSlice(0, BEFORE + frame.length + AFTER);
            surrounded.fill((byte) filler);
            MemorySegment.copy(frame, 0, surrounded, JAVA_BYTE, BEFORE, frame.length);
            String within = decode(linkType, surrounded, BEFORE, frame.length); // by its address, most of it at once
            if (!Objects.equals(alone, within)) {
                throw new IllegalStateException("alone %s, between 0x%x %s".formatted(alone, filler, within));
            }
        }
    }

    private static String decode(int linkType, MemorySegment memory, int at, int length) {
        int wire = length + (length & 1) * 100_000; // some were longer than what was captured
        DECODER.aim(0, linkType, memory);
        var result = DECODER.decode(DECODER.packet(), at, length, wire);
        if (result != FrameDecoder.Result.IP) {
            return result.name();
        }
        Packet p = DECODER.packet();
        require(p.ipBytes() >= 0, "IP length", p.ipBytes());
        require((p.srcPort() & ~0xFFFF) == 0 && (p.dstPort() & ~0xFFFF) == 0, "ports", p.srcPort());
        require((p.protocol() & ~0xFF) == 0, "protocol", p.protocol());
        require(p.vlan() >= 0 && p.vlan() < 4096, "VLAN", p.vlan());
        require(p.tunnelId() >= 0, "tunnel id", p.tunnelId());
        return "%s %x %x %x %x %d %d %d %d %d %d %b %d"
                        .formatted(
                                p.ipv4(),
                                p.srcHigh(),
                                p.srcLow(),
                                p.dstHigh(),
                                p.dstLow(),
                                p.srcPort(),
                                p.dstPort(),
                                p.protocol(),
                                p.ipBytes(),
                                p.icmpTypeCode(),
                                p.vlan(),
                                p.fragment(),
                                p.tcp() ? p.tcpSeq() ^ p.tcpAck() ^ p.tcpPayload() : p.tcpFlags())
                + " %s %d %x %x %x %x"
                        .formatted(
                                p.tunnelType(),
                                p.tunnelId(),
                                p.tunnelSrcHigh(),
                                p.tunnelSrcLow(),
                                p.tunnelDstHigh(),
                                p.tunnelDstLow());
    }

    private static void require(boolean holds, String what, long value) {
        if (!holds) {
            throw new IllegalStateException("%s cannot be %d".formatted(what, value));
        }
    }
}
