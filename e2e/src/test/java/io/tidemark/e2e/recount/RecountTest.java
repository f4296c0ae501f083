package io.tidemark.e2e.recount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.capture.Capture;
import io.tidemark.e2e.capture.Volume;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plain reader is right itself: it says what tshark says, and what the captures were made of. */
class RecountTest {
    @TempDir
    static Path folder;

    static List<Capture> made() throws IOException {
        return Captures.made(folder);
    }

    static List<Path> golden() {
        return Captures.golden();
    }

    @ParameterizedTest
    @MethodSource("made")
    void whatIsReadIsWhatWasMade(Capture capture) throws IOException {
        var recount = Recount.of(capture.file());

        var truth = capture.truth();
        assertThat(recount.total()).isEqualTo(truth.received());
        assertThat(recount.counted()).isEqualTo(truth.metered());
        assertThat(recount.causes()).isEqualTo(truth.other());
        assertThat(recount.conversations()).isEqualTo(truth.conversations());
        assertThat(byWindow(recount)).isEqualTo(truth.windows());
    }

    /** Else it would prove nothing that the answers about them are the same. */
    @Test
    void theCapturesHaveSomethingOfEach() throws IOException {
        var rows = new ArrayList<Recount.Row>();
        for (var file : Captures.all(folder)) {
            rows.addAll(Recount.of(file).rows());
        }

        assertThat(rows)
                .anySatisfy(row -> assertThat(row.facts().retransmitted()).isPositive());
        assertThat(rows).anySatisfy(row -> assertThat(row.tcp().outOfOrder()).isPositive());
        assertThat(rows).anySatisfy(row -> assertThat(row.tcp().zeroWindows()).isPositive());
        assertThat(rows).anySatisfy(row -> assertThat(row.tcp().roundTrip()).isPositive());
    }

    @ParameterizedTest
    @MethodSource("golden")
    void tsharkReadsTheSame(Path capture) throws IOException {
        var table = new Table();

        for (var frame : CaptureReader.read(capture)) {
            var packet = Dissection.of(frame).packet();
            if (packet != null) {
                table.add(packet);
            }
        }

        var lines = Files.readAllLines(capture.resolveSibling(capture.getFileName() + ".tsv"));
        assertThat(new TreeSet<>(table.lines()))
                .containsExactlyElementsOf(new TreeSet<>(lines.subList(1, lines.size())));
    }

    /** The figures are those of e2e/README.md, by tshark and capinfos. */
    @Test
    void theSampleIsReadAsTsharkReadsIt() throws IOException {
        var recount = Recount.of(Captures.sample());

        assertThat(recount.total()).isEqualTo(new Volume(5791, 0, 3_460_341));
        assertThat(recount.causes()).containsExactly(Map.entry("not_ip", new Volume(207, 0, 8758)));
        var protocols = new TreeMap<Integer, List<Long>>();
        recount.conversations()
                .forEach((who, facts) -> protocols.merge(
                        who.protocol(),
                        List.of(facts.both().packets(), facts.both().frameBytes()),
                        (one, more) -> List.of(one.get(0) + more.get(0), one.get(1) + more.get(1))));
        assertThat(protocols)
                .isEqualTo(Map.of(
                        Packet.TCP, List.of(4357L, 2_754_037L),
                        Packet.UDP, List.of(788L, 653_240L),
                        Packet.ICMP, List.of(198L, 19_404L),
                        Packet.ICMP6, List.of(241L, 24_902L)));
    }

    private static Map<Long, Map<Integer, Volume>> byWindow(Recount recount) {
        var windows = new TreeMap<Long, Map<Integer, Volume>>();
        for (var row : recount.rows()) {
            windows.computeIfAbsent(row.window(), start -> new TreeMap<>())
                    .merge(row.who().protocol(), row.facts().both(), Volume::plus);
        }
        return windows;
    }

    /** Biflows as the tables beside the golden captures have them; metering/src/test/resources/captures/README.md tells how. */
    private static final class Table {
        private final Map<String, long[]> flows = new HashMap<>();

        void add(Packet packet) {
            var source = end(packet.source(), packet.sourcePort());
            var destination = end(packet.destination(), packet.destinationPort());
            boolean swap = source.compareTo(destination) > 0;
            var sums = flows.computeIfAbsent(
                    packet.protocol() + "\t" + (swap ? destination + "\t" + source : source + "\t" + destination),
                    key -> new long[4]);
            sums[swap ? 1 : 0]++;
            sums[swap ? 3 : 2] += packet.bytes();
        }

        private static String end(InetAddress address, int port) {
            return address.getHostAddress() + "\t" + port;
        }

        List<String> lines() {
            return flows.entrySet().stream()
                    .map(flow -> "%s\t%d\t%d\t%d\t%d"
                            .formatted(
                                    flow.getKey(),
                                    flow.getValue()[0],
                                    flow.getValue()[1],
                                    flow.getValue()[2],
                                    flow.getValue()[3]))
                    .toList();
        }
    }
}
