package io.tidemark.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.flow.FlowSink;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameSource;
import io.tidemark.metering.source.TunnelCapture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own captures against tables that tshark made of them; {@code captures/README.md} says how. */
class GoldenCapturesTest {
    private static final Path CAPTURES = Path.of("src/test/resources/captures");

    @ParameterizedTest
    @CsvSource({"ping-http-and-fragments.pcapng, 44, 2", "tunnels.pcap, 14, 0"})
    void flowsAreThoseOfTshark(String name, long packets, long notIp) throws IOException {
        var flows = new TreeSet<String>();
        var total = new Ledger();

        meter(CAPTURES.resolve(name), flows, total);

        List<String> lines = Files.readAllLines(CAPTURES.resolve(name + ".tsv"));
        assertThat(flows).containsExactlyElementsOf(new TreeSet<>(lines.subList(1, lines.size())));
        assertThat(total.receivedPackets()).isEqualTo(packets);
        assertThat(total.droppedPackets(Cause.NOT_IP)).isEqualTo(notIp);
    }

    @Test
    void theTunnelCaptureIsWhatItsGeneratorMakes() throws IOException {
        assertThat(Files.readAllBytes(CAPTURES.resolve("tunnels.pcap"))).isEqualTo(TunnelCapture.bytes());
    }

    private static void meter(Path file, TreeSet<String> flows, Ledger total) throws IOException {
        var meter = new Meter(Settings.wholeFile(), new FlowSink() {
            @Override
            public void flow(FlowRecord flow) {
                flows.add(line(flow));
            }

            @Override
            public void windowEnd(long windowStart, List<Ledger> ledgers) {
                ledgers.forEach(total::add);
            }

            @Override
            public void end() {}
        });
        try (var source = CaptureFile.open(file)) {
            while (source.poll(meter, 10) != FrameSource.END) {
                // poll does the work
            }
        }
        meter.finish(EndReason.END_REASON_FORCED);
    }

    /** As in the tables: the end that sorts first stands first. */
    private static String line(FlowRecord f) {
        String src = address(f.ipv4(), f.srcHigh(), f.srcLow()) + "\t" + f.srcPort();
        String dst = address(f.ipv4(), f.dstHigh(), f.dstLow()) + "\t" + f.dstPort();
        boolean swap = src.compareTo(dst) > 0;
        int there = swap ? 1 : 0;
        return "%d\t%s\t%s\t%d\t%d\t%d\t%d"
                .formatted(
                        f.protocol(),
                        swap ? dst : src,
                        swap ? src : dst,
                        f.packets(there),
                        f.packets(1 - there),
                        f.bytes(there),
                        f.bytes(1 - there));
    }

    private static String address(boolean ipv4, long high, long low) {
        var bytes = ipv4
                ? ByteBuffer.allocate(4).putInt((int) low)
                : ByteBuffer.allocate(16).putLong(high).putLong(low);
        try {
            return InetAddress.getByAddress(bytes.array()).getHostAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
