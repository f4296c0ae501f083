package io.tidemark.metering.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.metering.Frames;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BpfTest {
    private final List<String> wanted = new ArrayList<>();
    private final List<String> unwanted = new ArrayList<>();

    @BeforeAll
    static void needsLibpcap() {
        boolean there = true;
        try {
            Bpf.compile("ip").close();
        } catch (IllegalArgumentException e) {
            there = !e.getMessage().equals(Libpcap.MISSING);
        }
        assumeTrue(there, Libpcap.MISSING);
    }

    @Test
    void itDividesFramesOfEveryLinkType() {
        byte[] dns = Frames.ipv4(17, "10.0.0.1", "10.0.0.2", Frames.udp(5000, 53, new byte[4]));
        byte[] web = Frames.ipv4(6, "10.0.0.1", "10.0.0.2", Frames.tcp(5000, 80, 2, 1, 0));
        try (Bpf bpf = Bpf.compile("udp port 53")) {
            FrameHandler handler = bpf.divide(to(wanted), to(unwanted));
            give(handler, 1, Frames.ethernet(Frames.IPV4, dns));
            give(handler, 101, dns);
            give(handler, 1, Frames.ethernet(Frames.IPV4, web));
            give(handler, 101, web);
        }

        assertThat(wanted).containsExactly("1 46", "101 32");
        assertThat(unwanted).containsExactly("1 54", "101 40");
    }

    @Test
    void aLinkTypeTheFilterDoesNotFitMatchesNothing() {
        try (Bpf bpf = Bpf.compile("ether host 02:00:00:00:00:01")) {
            give(bpf.divide(to(wanted), to(unwanted)), 101, Frames.ipv4(17, "10.0.0.1", "10.0.0.2", new byte[8]));
        }

        assertThat(unwanted).hasSize(1);
    }

    @Test
    void whatIsNoFilterIsSaidInLibpcapsWords() {
        assertThatThrownBy(() -> Bpf.compile("tcp prot 80"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("tcp prot 80", "syntax error");
    }

    private static FrameHandler to(List<String> list) {
        return (point, linkType, time, memory, at, captured, wire, way) -> list.add(linkType + " " + captured);
    }

    private static void give(FrameHandler handler, int linkType, byte[] frame) {
        handler.frame(0, linkType, 0, MemorySegment.ofArray(frame), 0, frame.length, frame.length, Way.UNKNOWN);
    }
}
