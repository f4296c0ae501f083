package io.tidemark.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    @Property
    void bothDirectionsOfABiflowMeet(
            @ForAll long aHigh,
            @ForAll long aLow,
            @ForAll @IntRange(max = 65535) int aPort,
            @ForAll long bHigh,
            @ForAll long bLow,
            @ForAll @IntRange(max = 65535) int bPort,
            @ForAll @IntRange(max = 255) int protocol,
            @ForAll @IntRange(min = 1, max = 1000) int partitions) {
        long there = Partitions.hash(aHigh, aLow, aPort, bHigh, bLow, bPort, protocol);
        long back = Partitions.hash(bHigh, bLow, bPort, aHigh, aLow, aPort, protocol);

        assertThat(there).isEqualTo(back);
        assertThat(Partitions.ofHash(there, partitions)).isBetween(0, partitions - 1);
    }

    /** What nodes of the first release sent; computed apart from this code, from the formula in the javadoc. If this fails, the change splits biflows while a cluster is upgraded. */
    @Test
    void staysWhatItWasInTheFirstRelease() {
        long v4 = 0xFFFFL << 32;
        assertThat(Partitions.hash(0, v4 | 0x0A000001, 49152, 0, v4 | 0x0A000002, 443, 6))
                .isEqualTo(GOLDEN_TCP4);
        assertThat(Partitions.hash(0x20010db800000000L, 1, 5353, 0x20010db800000000L, 2, 53, 17))
                .isEqualTo(GOLDEN_UDP6);
        assertThat(Partitions.hash(0, 0, 0, 0, 0, 0, 0)).isZero();
        assertThat(Partitions.ofNode("node-a", 12)).isEqualTo(GOLDEN_NODE_A);
    }

    private static final long GOLDEN_TCP4 = -4506238447786479582L;
    private static final long GOLDEN_UDP6 = 1846029043379912356L;
    private static final int GOLDEN_NODE_A = 10;

    @Test
    void spreadsAScanOverAllPartitions() {
        var counts = new int[12];
        for (int port = 1; port <= 12_000; port++) {
            counts[Partitions.ofHash(Partitions.hash(0, 1, 40_000, 0, 2, port, 6), 12)]++;
        }

        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }
}
