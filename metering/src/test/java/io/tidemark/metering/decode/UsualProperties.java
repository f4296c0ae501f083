package io.tidemark.metering.decode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metering.Frames;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class UsualProperties {
    private static final int[] PROTOCOLS = {6, 17, 6, 17, 1, 4, 44, 47};
    private static final int[] PORTS = {443, 4789, 53, 2152};

    private final Packet usual = new Packet();
    private final Packet layers = new Packet();
    private final FrameDecoder decoder = new FrameDecoder();

    /** Frames with any byte changed and cut anywhere. */
    @Property(tries = 20_000)
    void readsWhatTheLayersRead(
            @ForAll @Size(max = 60) byte[] payload,
            @ForAll @IntRange(max = 7) int protocol,
            @ForAll @IntRange(max = 3) int port,
            @ForAll boolean six,
            @ForAll boolean tagged,
            @ForAll @IntRange(max = 120) int changed,
            @ForAll byte to,
            @ForAll @IntRange(max = 150) int captured) {
        byte[] whole = frame(payload, PROTOCOLS[protocol], PORTS[port], six, tagged);
        if (changed < whole.length) {
            whole[changed] = to;
        }
        byte[] frame = Arrays.copyOf(whole, Math.min(captured, whole.length));
        try (var arena = Arena.ofConfined()) {
            boolean read = read(arena, frame);

            if (read) {
                decoder.aim(0, 1, MemorySegment.ofArray(frame));
                assertThat(decoder.byLayers(layers, 0, frame.length, whole.length))
                        .isEqualTo(FrameDecoder.Result.IP);
                assertThat(facts(usual)).isEqualTo(facts(layers));
            }
        }
    }

    @Property(tries = 500)
    void wholeFramesOfTcpAndUdpAreUsual(
            @ForAll @Size(max = 60) byte[] payload, @ForAll boolean udp, @ForAll boolean six, @ForAll boolean tagged) {
        byte[] frame = frame(payload, udp ? 17 : 6, 443, six, tagged);

        try (var arena = Arena.ofConfined()) {
            assertThat(read(arena, frame)).isTrue();
        }
    }

    private boolean read(Arena arena, byte[] frame) {
        long at = arena.allocateFrom(JAVA_BYTE, frame).address();
        return Usual.ipv4(usual, at, frame.length, 0) || Usual.ipv6(usual, at, frame.length, 0);
    }

    private static byte[] frame(byte[] payload, int protocol, int port, boolean six, boolean tagged) {
        byte[] transport = protocol == 17
                ? Frames.udp(1111, port, payload)
                : protocol == 6 ? Frames.tcp(1111, port, 7, Packet.ACK, payload.length) : payload;
        byte[] ip = six
                ? Frames.ipv6(protocol, "fd00::1", "fd00::2", transport)
                : Frames.ipv4(protocol, "10.0.0.1", "10.0.0.2", transport);
        int type = six ? Frames.IPV6 : Frames.IPV4;
        return Frames.ethernet(tagged ? 0x8100 : type, tagged ? Frames.tag(100, type, ip) : ip);
    }

    private static List<Object> facts(Packet p) {
        return List.of(
                List.of(p.ipv4(), p.srcHigh(), p.srcLow(), p.dstHigh(), p.dstLow(), p.srcPort(), p.dstPort()),
                List.of(p.protocol(), p.ipBytes(), p.dscp(), p.ttl(), p.fragment(), p.icmpTypeCode(), p.vlan()),
                List.of(p.tcp(), p.tcpFlags(), p.tcpRest(), p.tunnelType(), p.tunnelId()),
                List.of(p.aHigh(), p.aLow(), p.bHigh(), p.bLow(), p.key(), p.direction(), p.hash(), p.facts()),
                p.tcp() ? List.of(p.tcpSeq(), p.tcpAck(), p.tcpWindow(), p.tcpPayload()) : List.of());
    }
}
