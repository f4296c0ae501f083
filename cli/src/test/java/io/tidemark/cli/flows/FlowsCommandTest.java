package io.tidemark.cli.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FlowsCommandTest {
    private static final int TCP = 6;
    private static final int UDP = 17;

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void jsonlHasAFlowALineAndTheLedgerAtTheEnd() throws IOException {
        Path file = capture(
                packet(1, TCP, "128.232.110.120", 34855, "66.35.250.204", 80),
                packet(12, TCP, "66.35.250.204", 80, "128.232.110.120", 34855),
                packet(13, UDP, "192.168.1.52", 54585, "8.8.8.8", 53),
                record(13, new byte[] {0}));

        int status = run("--format=jsonl", file.toString());

        assertThat(status).isZero();
        assertThat(lines())
                .containsExactly(
                        ("{'type':'flow','capture':'%s','src_addr':'128.232.110.120','src_port':34855,"
                                        + "'dst_addr':'66.35.250.204','dst_port':80,'protocol':6,"
                                        + "'start':'1970-01-01T00:00:01.000000500Z','end':'1970-01-01T00:00:12.000000500Z',"
                                        + "'forward':{'packets':1,'bytes':40,'frame_bytes':40,'tcp_flags':16,"
                                        + "'retransmitted_packets':0,'out_of_order_packets':0,'zero_windows':1,"
                                        + "'dscp':0,'ttl_min':64,'ttl_max':64},"
                                        + "'reverse':{'packets':1,'bytes':40,'frame_bytes':40,'tcp_flags':16,"
                                        + "'retransmitted_packets':0,'out_of_order_packets':0,'zero_windows':1,"
                                        + "'dscp':0,'ttl_min':64,'ttl_max':64},"
                                        + "'initiator':'guessed','end_reason':'forced','point':'if0',"
                                        + "'community_id':'1:LQU9qZlK+B5F3KDmev6m5PMibrg='}")
                                .formatted(file)
                                .replace('\'', '"'),
                        lines().get(1),
                        ("{'type':'ledger','capture':'%s','received':{'packets':4,'bytes':109},"
                                        + "'metered':{'packets':3,'bytes':108},'other':{'not_ip':{'packets':1,'bytes':1}},'flows':2}")
                                .formatted(file)
                                .replace('\'', '"'));
        assertThat(lines().get(1)).contains("\"community_id\":\"1:d/FP5EW3wiY1vCndhwleRRKHowQ=\"");
    }

    @Test
    void windowsCutFlows() throws IOException {
        Path file = capture(
                packet(1, TCP, "10.0.0.1", 1111, "10.0.0.2", 80), packet(12, TCP, "10.0.0.1", 1111, "10.0.0.2", 80));

        run("--format=jsonl", "--window=10s", file.toString());

        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0))
                .contains("\"window\":\"1970-01-01T00:00:00.000000000Z\"", "\"end_reason\":\"active\"");
        assertThat(lines().get(1))
                .contains("\"window\":\"1970-01-01T00:00:10.000000000Z\"", "\"end_reason\":\"forced\"");
    }

    @Test
    void theTableIsForTheEyeAndCsvForOtherPrograms() throws IOException {
        Path file = capture(packet(1, UDP, "10.0.0.1", 1111, "10.0.0.2", 53));

        run(file.toString());
        assertThat(lines().get(0)).contains("client", "server", "proto");
        assertThat(lines().get(1)).contains("1970-01-01 00:00:01.000", "udp", "10.0.0.1:1111", "10.0.0.2:53");
        assertThat(lines().get(2)).endsWith("1 packets (28 bytes) received = 1 in 1 flow records");

        out.reset();
        run("--format=csv", file.toString());
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(1).split(",", -1)).hasSameSizeAs(lines().get(0).split(",", -1));

        out.reset();
        run("--format=none", file.toString());
        assertThat(lines()).hasSize(1);
    }

    @Test
    void aFileCutShortGivesWhatIsWholeAndStatus3() throws IOException {
        Path whole = capture(
                packet(1, UDP, "10.0.0.1", 1111, "10.0.0.2", 53), packet(2, UDP, "10.0.0.1", 1111, "10.0.0.2", 53));
        Path cut = Files.write(directory.resolve("cut.pcap"), Arrays.copyOf(Files.readAllBytes(whole), 100));

        int status = run("--format=none", cut.toString(), whole.toString());

        assertThat(status).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("cut.pcap: cut short at offset 84: 16 bytes of a packet of 28");
        assertThat(lines().get(0)).contains("1 packets (28 bytes) received");
        assertThat(lines().get(1)).contains("2 packets (56 bytes) received");
    }

    @Test
    void aMissingFileIsSaidAndTheOthersAreRead() throws IOException {
        Path file = capture(packet(1, UDP, "10.0.0.1", 1111, "10.0.0.2", 53));

        int status = run("--format=none", directory.resolve("absent").toString(), file.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("absent: no such file");
        assertThat(lines()).hasSize(1);
    }

    @Test
    void wrongUsageIsStatus2() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--window=fast", "x")).isEqualTo(2);
        assertThat(run("--window=2h", "--interface=eth0", "x")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("'fast' is no length of time", "either capture files or --interface");
    }

    @Test
    void anInterfaceThatIsNotThereIsSaid() {
        assertThat(run("--interface=nope0")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .containsAnyOf("nope0: no such interface", "libpcap cannot be loaded");
    }

    private int run(String... args) {
        var command = new CommandLine(new FlowsCommand(out, new PrintStream(err, true, StandardCharsets.UTF_8)).spec());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        var usage = new StringWriter();
        command.setErr(new PrintWriter(usage));
        int status = command.execute(args);
        err.writeBytes(usage.toString().getBytes(StandardCharsets.UTF_8));
        return status;
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** A pcap file with times in ns, of raw IP. */
    private Path capture(byte[]... records) throws IOException {
        var file = ByteBuffer.allocate(4096);
        file.putInt(0xa1b23c4d)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65535)
                .putInt(101);
        for (byte[] record : records) {
            file.put(record);
        }
        return Files.write(directory.resolve("x.pcap"), Arrays.copyOf(file.array(), file.position()));
    }

    private static byte[] record(int second, byte[] packet) {
        var record = ByteBuffer.allocate(16 + packet.length);
        return record.putInt(second)
                .putInt(500)
                .putInt(packet.length)
                .putInt(packet.length)
                .put(packet)
                .array();
    }

    private static byte[] packet(int second, int protocol, String src, int srcPort, String dst, int dstPort)
            throws IOException {
        int length = protocol == TCP ? 40 : 28;
        var packet = ByteBuffer.allocate(length);
        packet.putShort((short) 0x4500)
                .putShort((short) length)
                .putInt(0)
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0);
        packet.put(InetAddress.getByName(src).getAddress())
                .put(InetAddress.getByName(dst).getAddress());
        packet.putShort((short) srcPort).putShort((short) dstPort);
        if (protocol == TCP) {
            packet.putLong(0).put((byte) 0x50).put((byte) 0x10);
        }
        return record(second, packet.array());
    }
}
