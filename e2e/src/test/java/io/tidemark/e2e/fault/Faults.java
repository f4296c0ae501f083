package io.tidemark.e2e.fault;

import io.tidemark.e2e.capture.Capture;
import io.tidemark.e2e.capture.Scenes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./tidemark faults}: rounds of a replay in which things go wrong, each held against one in which nothing does. */
@Command(
        name = "tidemark faults",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Replays captures of known truth through capture, two aggregators, query, a real Kafka broker and a real PostgreSQL, and",
            "meanwhile kills (-9), stops, pauses and starts them at random: services, broker and database, and adds a third aggregator.",
            "Afterwards the rows in PostgreSQL must be those of a replay without faults, byte for byte, and the ledger must balance.",
            "Each round takes about a minute on two cores. Exit status 0: every round was equal; 1: one was not, its folder is kept."
        })
final class Faults implements Callable<Integer> {
    /** The captures' length at their own speed. */
    static final int SECONDS = 20;

    @Option(names = "--rounds", description = "How many rounds with faults")
    private int rounds = 5;

    @Option(
            names = "--seed",
            description = "The first round's seed; the next one has the next number. Default: the time")
    private long seed = System.nanoTime() & 0xFFFFFF;

    @Option(names = "--directory", description = "Where data and logs go. Default: a new temporary folder")
    private Path directory;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Faults()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var folder =
                directory == null ? Files.createTempDirectory("tidemark-faults") : Files.createDirectories(directory);
        var captures = captures(folder);
        System.out.printf("Round without faults, in %s%n", folder);
        var truth = Round.run(fresh(folder, "reference"), captures, List.of());
        if (!truth.equation().equals(Round.truth(captures))) {
            System.out.printf(
                    "The round without faults is wrong: %s, not %s%n", truth.equation(), Round.truth(captures));
            return 1;
        }
        truth.dump().tables().forEach((table, digest) -> System.out.printf("  %-16s %s%n", table, digest));
        int equal = 0;
        for (int round = 1; round <= rounds; round++) {
            equal += isEqual(folder, captures, truth, round) ? 1 : 0;
        }
        System.out.printf("%d of %d rounds equal, ledger balanced%n", equal, rounds);
        return equal == rounds ? 0 : 1;
    }

    private boolean isEqual(Path folder, List<Capture> captures, Round truth, int round) throws IOException {
        long itsSeed = seed + round - 1;
        var script = Script.of(itsSeed, List.of("capture-1", "capture-2"), SECONDS * 1000L);
        var itsFolder = fresh(folder, "round-" + round);
        System.out.printf("Round %d of %d, seed %d: %s%n", round, rounds, itsSeed, script);
        long began = System.nanoTime();
        String result;
        try {
            var done = Round.run(itsFolder, captures, script);
            if (done.dump().equals(truth.dump()) && done.equation().equals(truth.equation())) {
                System.out.printf("  equal, balanced, %d s; starts: %s%n", seconds(began), done.starts());
                delete(itsFolder);
                return true;
            }
            result = "rows %s, ledger %s".formatted(done.dump().tables(), done.equation());
        } catch (Exception | AssertionError e) {
            result = e.toString();
        }
        System.out.printf("  NOT EQUAL after %d s: %s%n  see %s%n", seconds(began), result, itsFolder);
        return false;
    }

    /** Two nodes' worth of everything, at the same time. */
    static List<Capture> captures(Path folder) throws IOException {
        var dice = new SplittableRandom(42);
        return List.of(
                Scenes.busy(folder, "north", 900, SECONDS, dice.nextLong()),
                Scenes.busy(folder, "south", 600, SECONDS, dice.nextLong()));
    }

    private static long seconds(long since) {
        return (System.nanoTime() - since) / 1_000_000_000;
    }

    private static Path fresh(Path folder, String name) throws IOException {
        var path = folder.resolve(name);
        delete(path);
        return Files.createDirectories(path);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
