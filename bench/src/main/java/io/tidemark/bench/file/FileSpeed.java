package io.tidemark.bench.file;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whole processes from their start to their end on the same captures, in turns, round by round. */
@Command(
        name = "file",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Processor seconds of whole processes that make flows of a capture file: ./tidemark flows --format=none, which encodes",
            "its records as FlowBatch messages and forgets them, against softflowd, nfpcapd, argus, pmacctd, tshark (on the first",
            "100,000 packets), tcpdump -w /dev/null and a plain read (dd). Ours starts cold each time, launcher, JVM and compiler included.",
            "Programs that are missing are installed where that can be done (root on Debian), else left out with a word.",
            "Captures are made first (some 1.2 GB). The last line is one JSON object with medians and ratios."
        })
final class FileSpeed implements Callable<Integer> {
    private static final String OURS = "tidemark";
    private static final Pattern RECEIVED = Pattern.compile("([0-9,]+) packets .* in ([0-9,]+) flow records");

    @Option(names = "--packets", description = "Packets of the captures of small packets")
    private int packets = 5_000_000;

    @Option(names = "--rounds", description = "Rounds; the medians count")
    private int rounds = 5;

    @Option(names = "--captures", split = ",", description = "Which: small-100k, small-1m, mixed; all if not given")
    private List<String> captures = List.of();

    @Option(names = "--peers", split = ",", description = "Which peers; all if not given")
    private List<String> peers = List.of();

    @Option(names = "--directory", description = "Where the captures go; a temporary folder if not given, removed then")
    private Path directory;

    /** Medians of one program on one capture. */
    private record Result(double cpuSeconds, double seconds, long residentBytes, long packets) {
        double nanos() {
            return cpuSeconds * 1e9 / packets;
        }
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FileSpeed()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var found = new Peers(peers).found();
        var results = new ArrayList<String>();
        boolean exact = true;
        var folder = new Workplace(directory);
        try (folder;
                var exports = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (TrafficCapture capture : new Captures(folder.path(), packets).all()) {
                if (captures.isEmpty() || captures.contains(capture.name())) {
                    var ready = new Captures(folder.path(), packets).ready(capture);
                    var children = rounds(ready, found, folder.path(), exports.getLocalPort());
                    exact &= isExact(children.get(OURS), ready.truth());
                    results.add(json(ready, medians(children, found, ready.truth()), children.get(OURS)));
                    folder.remove(ready.file());
                }
            }
        }
        System.out.printf(
                "{\"bench\":\"file\",\"rounds\":%d,\"captures\":[%s],\"exact\":%b}%n",
                rounds, String.join(",", results), exact);
        return exact ? 0 : 1;
    }

    private Map<String, List<Child>> rounds(Captures.Ready capture, List<Peer> found, Path folder, int port)
            throws IOException, InterruptedException {
        var children = new LinkedHashMap<String, List<Child>>();
        Child.run(ours(capture), folder); // builds what is not built, and reads the file into the page cache
        for (int round = 1; round <= rounds; round++) {
            add(children, OURS, Child.run(ours(capture), folder), capture, round);
            for (Peer peer : found) {
                Path written = Files.createTempDirectory(folder, peer.name());
                var command = peer.command(capture.file().toString(), written.toString(), port);
                add(children, peer.name(), Child.run(command, folder), capture, round);
                new Workplace(written).empty();
            }
        }
        return children;
    }

    private static List<String> ours(Captures.Ready capture) {
        var launcher = Path.of(System.getProperty("tidemark.home", "."), "tidemark");
        return List.of(
                launcher.toString(),
                "flows",
                "--format=none",
                "--window=10s",
                capture.file().toString());
    }

    private static void add(Map<String, List<Child>> all, String name, Child child, Captures.Ready capture, int round) {
        all.computeIfAbsent(name, key -> new ArrayList<>()).add(child);
        System.err.printf(
                Locale.ROOT,
                "%s round %d: %-10s cpu %.2f s, %.2f s, %d MB%s%n",
                capture.capture().name(),
                round,
                name,
                child.cpuSeconds(),
                child.seconds(),
                child.residentBytes() >> 20,
                child.status() == 0
                        ? ""
                        : ", exit status " + child.status() + ": "
                                + child.said().strip());
    }

    private static Map<String, Result> medians(
            Map<String, List<Child>> children, List<Peer> found, TrafficCapture.Truth truth) {
        var results = new LinkedHashMap<String, Result>();
        children.forEach((name, all) -> {
            long seen = found.stream()
                    .filter(peer -> peer.name().equals(name))
                    .mapToLong(peer -> peer.packets(truth.packets()))
                    .findAny()
                    .orElse(truth.packets());
            results.put(
                    name,
                    new Result(
                            Median.of(all.stream().map(Child::cpuSeconds).toList()),
                            Median.of(all.stream().map(Child::seconds).toList()),
                            (long) Median.of(all.stream()
                                    .map(child -> (double) child.residentBytes())
                                    .toList()),
                            seen));
        });
        return results;
    }

    /** The ledger of every run has every packet, and there are as many records as flows. */
    private static boolean isExact(List<Child> ours, TrafficCapture.Truth truth) {
        return ours.stream()
                .allMatch(child -> child.status() == 0
                        && child.said().contains("%,d packets".formatted(truth.packets()))
                        && records(child) == truth.flows());
    }

    private static long records(Child child) {
        var matcher = RECEIVED.matcher(child.said());
        return matcher.find() ? Long.parseLong(matcher.group(2).replace(",", "")) : -1;
    }

    private static String json(Captures.Ready capture, Map<String, Result> results, List<Child> ours) {
        var out = new ArrayList<String>();
        double own = results.get(OURS).nanos();
        results.forEach((name, result) -> out.add(String.format(
                Locale.ROOT,
                "\"%s\":{\"cpu_s\":%.3f,\"seconds\":%.3f,\"packets\":%d,\"packets_per_cpu_s\":%.0f,\"resident_mb\":%d,"
                        + "\"tidemark_cpu_share\":%.3f}",
                name,
                result.cpuSeconds,
                result.seconds,
                result.packets,
                result.packets / result.cpuSeconds,
                result.residentBytes >> 20,
                own / result.nanos())));
        return "{\"capture\":\"%s\",\"packets\":%d,\"flows\":%d,\"flow_records\":%d,%s}"
                .formatted(
                        capture.capture().name(),
                        capture.truth().packets(),
                        capture.truth().flows(),
                        records(ours.getLast()),
                        String.join(",", out));
    }
}
