package io.tidemark.metering.source;

import static io.tidemark.metering.Frames.join;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CaptureFileProperties {
    @Property(tries = 2000)
    void anyBytesAreFramesOrAnIoException(@ForAll byte[] bytes, @ForAll @IntRange(max = 3) int kind)
            throws IOException {
        byte[] head =
                switch (kind) {
                    case 0 -> Captures.pcapHeader(LITTLE_ENDIAN, PcapFormat.NANOS, 1);
                    case 1 -> Captures.section(LITTLE_ENDIAN);
                    case 2 -> join(Captures.section(LITTLE_ENDIAN), Captures.interfaceBlock(LITTLE_ENDIAN, 1, 0));
                    default -> new byte[0];
                };
        byte[] file = join(head, bytes);
        Path path = Files.write(Files.createTempFile("capture", ".pcap"), file);
        try {
            assertThat(fromDisk(path)).isEqualTo(streamed(path.toString(), file));
        } finally {
            Files.delete(path);
        }
    }

    @Property(tries = 1000)
    void aFlippedByteIsFramesOrAnIoException(@ForAll @IntRange(max = 200) int at, @ForAll byte value) {
        byte[] frame = new byte[20];
        byte[] file = join(
                Captures.section(LITTLE_ENDIAN),
                Captures.interfaceBlock(LITTLE_ENDIAN, 1, 0, Captures.name(LITTLE_ENDIAN, "eth0")),
                Captures.enhanced(LITTLE_ENDIAN, 0, 1, frame, 20),
                Captures.simple(LITTLE_ENDIAN, frame, 20),
                Captures.obsolete(LITTLE_ENDIAN, 0, 1, frame, 20));
        file[at % file.length] = value;

        assertThat(streamed("x", file)).isNotNull();
    }

    private static Object fromDisk(Path path) {
        try (var source = CaptureFile.open(path)) {
            return Captures.read(source);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static Object streamed(String name, byte[] file) {
        try (var source = CaptureFile.open(name, new ByteArrayInputStream(file))) {
            return Captures.read(source);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
