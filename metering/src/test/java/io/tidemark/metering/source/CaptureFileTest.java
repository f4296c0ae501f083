package io.tidemark.metering.source;

import static io.tidemark.metering.Frames.hex;
import static io.tidemark.metering.Frames.join;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CaptureFileTest {
    private static final byte[] FRAME = hex("01020304050607");

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "LITTLE, a1b2c3d4, 1500000000",
        "BIG, a1b2c3d4, 1500000000",
        "LITTLE, a1b23c4d, 1500000",
        "BIG, a1b23c4d, 1500000"
    })
    void pcapIsReadInBothByteOrdersAndResolutions(String order, String magic, long fraction) throws IOException {
        ByteOrder bytes = order.equals("BIG") ? BIG_ENDIAN : LITTLE_ENDIAN;
        byte[] file = join(
                Captures.pcapHeader(bytes, Integer.parseUnsignedInt(magic, 16), 1),
                Captures.pcapRecord(bytes, 7, 1_500_000, FRAME, 1500),
                Captures.pcapRecord(bytes, -1, 0, FRAME, 7)); // until 2106

        assertThat(read(file))
                .containsExactly(
                        "if0 1 %d 7/1500 1".formatted(7_000_000_000L + fraction), "if0 1 4294967295000000000 7/7 1");
    }

    @ParameterizedTest
    @CsvSource({"LITTLE", "BIG"})
    void pcapngIsReadWithItsInterfacesAndAllPacketBlocks(String order) throws IOException {
        ByteOrder o = order.equals("BIG") ? BIG_ENDIAN : LITTLE_ENDIAN;
        byte[] offset = order.equals("BIG") ? hex("0000000000000064") : hex("6400000000000000");
        byte[] file = join(
                Captures.section(o),
                Captures.interfaceBlock(o, 1, 0, Captures.name(o, "eth0")),
                Captures.interfaceBlock(
                        o,
                        101,
                        96,
                        Captures.option(o, 9, hex("09")),
                        Captures.option(o, 14, offset),
                        Captures.option(o, 0, hex(""))),
                Captures.interfaceBlock(o, 113, 0, Captures.option(o, 9, hex("8a"))), // 1/1024 s
                Captures.block(o, 0x0BAD, hex("0102030405060708")),
                Captures.enhanced(o, 0, 3_000_000, FRAME, 1500),
                Captures.enhanced(o, 1, 5, FRAME, 7),
                Captures.obsolete(o, 2, 1024 + 512, FRAME, 7),
                Captures.simple(o, FRAME, 7));

        assertThat(read(file))
                .containsExactly(
                        "eth0 1 3000000000 7/1500 1",
                        "if1 101 100000000005 7/7 1",
                        "if2 113 1500000000 7/7 1",
                        "eth0 1 0 7/7 1"); // a simple packet block has no time
    }

    @ParameterizedTest
    @CsvSource({"LITTLE", "BIG"})
    void pcapngTellsWhichWayAPacketWent(String order) throws IOException {
        ByteOrder o = order.equals("BIG") ? BIG_ENDIAN : LITTLE_ENDIAN;
        byte[] in = order.equals("BIG") ? hex("0000000D") : hex("0D000000"); // inbound, broadcast
        byte[] out = order.equals("BIG") ? hex("00000002") : hex("02000000");
        byte[] comment = Captures.option(o, 1, hex("6869"));
        byte[] end = Captures.option(o, 0, hex(""));
        byte[] file = join(
                Captures.section(o),
                Captures.interfaceBlock(o, 1, 0),
                Captures.enhanced(o, 0, 1, FRAME, 7, comment, Captures.option(o, 2, in), end),
                Captures.enhanced(o, 0, 2, FRAME, 7, Captures.option(o, 2, out)),
                Captures.enhanced(o, 0, 3, FRAME, 7, end, Captures.option(o, 2, out)),
                Captures.enhanced(o, 0, 4, FRAME, 7, Captures.option(o, 2, hex("02"))),
                Captures.enhanced(o, 0, 5, FRAME, 7));
        var ways = new ArrayList<Integer>();

        try (var source = CaptureFile.open("x.pcapng", new ByteArrayInputStream(file))) {
            while (source.poll((point, linkType, time, memory, at, captured, wire, way) -> ways.add(way), 9)
                    != FrameSource.END) {
                // all is done in poll
            }
        }

        assertThat(ways).containsExactly(Way.INGRESS, Way.EGRESS, Way.UNKNOWN, Way.UNKNOWN, Way.UNKNOWN);
    }

    @Test
    void aLaterSectionHasItsOwnByteOrderAndInterfaces() throws IOException {
        byte[] file = join(
                Captures.section(LITTLE_ENDIAN),
                Captures.interfaceBlock(LITTLE_ENDIAN, 1, 0, Captures.name(LITTLE_ENDIAN, "eth0")),
                Captures.enhanced(LITTLE_ENDIAN, 0, 1, FRAME, 7),
                Captures.section(BIG_ENDIAN),
                Captures.interfaceBlock(BIG_ENDIAN, 1, 0, Captures.name(BIG_ENDIAN, "eth0")),
                Captures.interfaceBlock(BIG_ENDIAN, 1, 0),
                Captures.enhanced(BIG_ENDIAN, 0, 2, FRAME, 7),
                Captures.enhanced(BIG_ENDIAN, 1, 3, FRAME, 7));

        try (var source = CaptureFile.open(write(file))) {
            assertThat(Captures.read(source))
                    .containsExactly("eth0 1 1000 7/7 1", "eth0 1 2000 7/7 1", "if1 1 3000 7/7 1");
            assertThat(source.points()).hasSize(2);
        }
    }

    @Test
    void aPipeAndAGzippedFileGiveTheSameFrames() throws IOException {
        byte[] big = new byte[200_000]; // larger than the first buffer together with its neighbours
        byte[] file = join(
                Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.MICROS, 1),
                Captures.pcapRecord(LITTLE_ENDIAN, 1, 0, FRAME, 7),
                Captures.pcapRecord(LITTLE_ENDIAN, 2, 0, big, big.length),
                Captures.pcapRecord(LITTLE_ENDIAN, 3, 0, big, big.length),
                Captures.pcapRecord(LITTLE_ENDIAN, 4, 0, FRAME, 7));
        List<String> expected = read(file);

        assertThat(expected).hasSize(4);
        assertThat(Captures.read(CaptureFile.open("-", new ByteArrayInputStream(file))))
                .isEqualTo(expected);
        assertThat(Captures.read(CaptureFile.open("-", new ByteArrayInputStream(gzip(file)))))
                .isEqualTo(expected);
        assertThat(read(gzip(file))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aPackedFileIsReadFromDiskAndFromAPipeAsIfItWereNot(Packing packing) throws IOException {
        byte[] file = twoHundredPackets();
        List<String> expected = read(file);
        byte[] packed = pack(packing, file);

        assertThat(read(packed)).isEqualTo(expected);
        assertThat(Captures.read(CaptureFile.open("-", new ByteArrayInputStream(packed))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aPackedFileThatIsCutGivesWhatIsWholeAndSaysHowFarItCameOut(Packing packing) throws IOException {
        byte[] packed = pack(packing, twoHundredPackets());

        List<String> lines = read(Arrays.copyOf(packed, packed.length / 2));

        assertThat(lines).hasSizeBetween(1, 200);
        assertThat(lines.getLast()).contains("x.pcap: cannot be read beyond offset ");
    }

    /** Random bytes in them, so that they cannot be packed into one block that is lost as a whole. */
    private static byte[] twoHundredPackets() {
        var random = new Random(7);
        byte[][] parts = new byte[201][];
        parts[0] = Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.MICROS, 1);
        for (int i = 1; i < parts.length; i++) {
            byte[] frame = new byte[4000];
            random.nextBytes(frame);
            parts[i] = Captures.pcapRecord(LITTLE_ENDIAN, i, 0, frame, frame.length);
        }
        return join(parts);
    }

    private static byte[] pack(Packing packing, byte[] file) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (packing) {
                    case NONE -> packed;
                    case GZIP -> new GZIPOutputStream(packed);
                    case ZSTD -> new ZstdOutputStreamNoFinalizer(packed);
                    case LZ4 -> new LZ4FrameOutputStream(packed, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB);
                }) {
            out.write(file);
        }
        return packed.toByteArray();
    }

    @Test
    void aFractionOfMoreThanASecondIsReadAsWiresharkReadsIt() throws IOException {
        byte[] file = join(
                Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.MICROS, 1),
                Captures.pcapRecord(LITTLE_ENDIAN, 100, 8_915_240, FRAME, 7));

        assertThat(read(file)).containsExactly("if0 1 100325305408 7/7 1");
    }

    @Test
    void aLengthBeyondTwoGibibytesIsTwoGibibytes() throws IOException {
        byte[] file = join(
                Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.MICROS, 1),
                Captures.pcapRecord(LITTLE_ENDIAN, 1, 0, FRAME, -1));

        assertThat(read(file)).containsExactly("if0 1 1000000000 7/2147483647 1");
    }

    @Test
    void aFileCutAnywhereGivesAllWholePacketsAndSaysWhereItIsCut() throws IOException {
        byte[] header = Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.MICROS, 1);
        byte[] record = Captures.pcapRecord(LITTLE_ENDIAN, 1, 0, FRAME, 7);
        byte[] file = join(header, record, record);
        for (int length = header.length; length <= file.length; length++) {
            List<String> lines = read(Arrays.copyOf(file, length));
            int whole = (length - header.length) / record.length;
            boolean cut = (length - header.length) % record.length != 0;

            assertThat(lines).hasSize(whole + (cut ? 1 : 0));
            if (cut) {
                assertThat(lines.getLast()).contains("x.pcap: cut short at offset");
            }
        }
    }

    @Test
    void aCutPcapngGivesAllWholePackets() throws IOException {
        byte[] file = join(
                Captures.section(LITTLE_ENDIAN),
                Captures.interfaceBlock(LITTLE_ENDIAN, 1, 0),
                Captures.enhanced(LITTLE_ENDIAN, 0, 1, FRAME, 7),
                Captures.enhanced(LITTLE_ENDIAN, 0, 1, FRAME, 7));

        assertThat(read(Arrays.copyOf(file, file.length - 5)))
                .containsExactly(
                        "if0 1 1000 7/7 1", "%s: cut short at offset 88: 35 bytes of a block of 40".formatted(path()));
    }

    @Test
    void nonsenseLengthsEndTheFileWithTheirPlace() throws IOException {
        byte[] header = Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.MICROS, 1);
        byte[] record = Captures.pcapRecord(LITTLE_ENDIAN, 1, 0, FRAME, 7);
        byte[] broken = record.clone();
        broken[11] = (byte) 0xFF;

        assertThat(read(join(header, record, broken)).getLast())
                .contains("broken at offset 47", "a packet of 4278190087 bytes");
    }

    @Test
    void aVersionThatNobodyKnowsIsSaidAndNotGuessedAt() throws IOException {
        byte[] pcap = Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.MICROS, 1);
        pcap[4] = 1;
        byte[] section = Captures.section(BIG_ENDIAN);
        byte[] later = section.clone();
        later[13] = 2;

        assertThatThrownBy(() -> CaptureFile.open(write(pcap))).hasMessageContaining("is pcap of version 1.4");
        assertThat(read(join(section, later)).getLast())
                .contains("broken at offset 28: a section of version 2.0; 1.0 is known");
    }

    @Test
    void aPacketOfAnInterfaceThatIsNotDescribedIsBroken() throws IOException {
        byte[] file = join(Captures.section(LITTLE_ENDIAN), Captures.enhanced(LITTLE_ENDIAN, 0, 1, FRAME, 7));

        assertThat(read(file).getLast()).contains("broken at offset 28", "a packet of interface 0, of 0");
    }

    @Test
    void whatIsNoCaptureIsSaidAtOnce() throws IOException {
        assertThatThrownBy(() -> CaptureFile.open(write("hello, world".getBytes(StandardCharsets.UTF_8))))
                .hasMessageContainingAll("x.pcap", "neither pcap nor pcapng");
        assertThatThrownBy(() -> CaptureFile.open(write(new byte[0]))).hasMessageContaining("it has 0 bytes");
        assertThatThrownBy(() -> CaptureFile.open(write(hex("d4c3b2a1 0200"))))
                .hasMessageContaining("cut short in the file header");
        assertThatThrownBy(() -> CaptureFile.open(write(hex("28b52ffd 00000000"))))
                .hasMessageContainingAll("x.pcap", "cannot be read beyond offset 0");
        assertThatThrownBy(() -> CaptureFile.open(directory.resolve("absent")))
                .hasMessageContaining("absent: no such file");
        assertThatThrownBy(() -> CaptureFile.open(directory)).hasMessageContaining("is a directory");
    }

    @Test
    void theDigestIsOfTheContentAndOfWhatElseDecides() throws IOException {
        byte[] file = Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.MICROS, 1);

        try (var source = CaptureFile.open(write(file))) {
            assertThat(source.digest("")).isEqualTo(0xacc530668c8bc60bL);
            assertThat(source.digest(" filter udp")).isNotEqualTo(source.digest(""));
            assertThat(source.baseName()).isEqualTo("x.pcap");
        }
    }

    @Test
    void aStreamHasNoDigest() throws IOException {
        byte[] file = Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.MICROS, 1);

        try (var source = CaptureFile.open("-", new ByteArrayInputStream(file))) {
            assertThatThrownBy(() -> source.digest("")).isInstanceOf(IOException.class);
        }
    }

    private List<String> read(byte[] file) throws IOException {
        try (var source = CaptureFile.open(write(file))) {
            return Captures.read(source);
        }
    }

    private Path path() {
        return directory.resolve("x.pcap");
    }

    private Path write(byte[] file) throws IOException {
        return Files.write(path(), file);
    }

    private static byte[] gzip(byte[] file) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(file);
        }
        return packed.toByteArray();
    }
}
