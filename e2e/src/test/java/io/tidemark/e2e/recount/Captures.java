package io.tidemark.e2e.recount;

import io.tidemark.e2e.capture.Capture;
import io.tidemark.e2e.capture.Scenes;
import io.tidemark.e2e.system.House;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The captures that are read once more: some made here, and all that lie in the project. */
final class Captures {
    private static final Path GOLDEN = House.root().resolve("metering/src/test/resources/captures");

    private Captures() {}

    /** Everyday traffic with losses and VLANs, tunnels of every kind with fragments, one that was seen at two points, TCP that has it hard. */
    static List<Capture> made(Path folder) throws IOException {
        return List.of(Scenes.everyday(folder), Scenes.wrapped(folder), Scenes.twice(folder), Scenes.hard(folder));
    }

    /** With a table by tshark beside it. */
    static List<Path> golden() {
        return List.of(GOLDEN.resolve("ping-http-and-fragments.pcapng"), GOLDEN.resolve("tunnels.pcap"));
    }

    /** What tidemark demo plays, recorded from real programs. */
    static Path sample() {
        return House.root().resolve("cli/src/main/resources/io/tidemark/cli/demo/sample.pcap");
    }

    static List<Path> all(Path folder) throws IOException {
        return Stream.of(made(folder).stream().map(Capture::file), golden().stream(), Stream.of(sample()))
                .flatMap(files -> files)
                .toList();
    }
}
