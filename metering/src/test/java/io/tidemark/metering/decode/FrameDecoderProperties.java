package io.tidemark.metering.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metering.Frames;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrameDecoderProperties {
    private static final int[] LINK_TYPES = {0, 1, 9, 12, 50, 101, 104, 108, 113, 166, 228, 229, 239, 242, 276, 999};
    private static final int[] PROTOCOLS = {0, 1, 4, 6, 17, 41, 43, 44, 47, 58, 60, 132, 137};
    private static final int[] PORTS = {4789, 6081, 2152, 3544, 6635};

    private final FrameDecoder decoder = new FrameDecoder();

    @Property(tries = 5000)
    void bytesOfAnyKindAreDecodedOrCounted(@ForAll byte[] frame, @ForAll @IntRange(max = 15) int linkType) {
        assertThat(decode(LINK_TYPES[linkType], frame)).isNotNull();
    }

    @Property(tries = 5000)
    void anyPayloadBehindARealHeaderIsAFlow(
            @ForAll @Size(max = 120) byte[] payload, @ForAll @IntRange(max = 12) int protocol, @ForAll boolean six) {
        int next = PROTOCOLS[protocol];
        byte[] frame = six
                ? Frames.ipv6(next, "fd00::1", "fd00::2", payload)
                : Frames.ipv4(next, "10.0.0.1", "10.0.0.2", payload);

        assertThat(decode(Decoded.RAW, frame)).isEqualTo(FrameDecoder.Result.IP);
    }

    @Property(tries = 5000)
    void anyPayloadOfATunnelsPortIsAFlow(@ForAll @Size(max = 120) byte[] payload, @ForAll @IntRange(max = 4) int port) {
        byte[] frame = Frames.ipv4(17, "10.0.0.1", "10.0.0.2", Frames.udp(1111, PORTS[port], payload));

        assertThat(decode(Decoded.RAW, frame)).isEqualTo(FrameDecoder.Result.IP);
    }

    /** The frame ends where its memory ends: a read beyond what was captured would throw. */
    private FrameDecoder.Result decode(int linkType, byte[] frame) {
        return decoder.decode(linkType, MemorySegment.ofArray(Arrays.copyOf(frame, frame.length)), 0, frame.length);
    }
}
