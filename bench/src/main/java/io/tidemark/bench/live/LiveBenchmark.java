package io.tidemark.bench.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends packets over a veth pair to one listener after the other, several times round, and tells what each lost and took. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Live capture against tcpdump, dumpcap and softflowd: packets lost, processor time a packet. Needs root on Linux.",
            "Two network namespaces of its own and a veth pair, a sender of its own, small packets of many flows; nothing leaves",
            "the machine. Ours goes from the kernel's ring to encoded FlowBatch messages, which are forgotten. The listeners take",
            "turns in each round. The last line is one JSON object."
        })
final class LiveBenchmark implements Callable<Integer> {
    private static final String OURS = "tidemark";

    @Option(names = "--packets", description = "Packets sent to each listener in each round")
    private long packets = 2_000_000;

    @Option(names = "--flows", description = "Biflows they belong to")
    private int flows = 100_000;

    @Option(names = "--runs", description = "Rounds")
    private int runs = 5;

    @Option(names = "--rate", description = "Packets a second; 0: as many as the sender can")
    private long rate = 0;

    @Option(
            names = "--ladder",
            description = "Then look for the highest rate at which each loses nothing, a million packets a step")
    private boolean ladder;

    @Option(names = "--java-options", description = "Options of our listener's JVM", split = " ")
    private List<String> javaOptions =
            List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xshare:auto");

    /** What one listener did in one round. */
    private record Round(long arrived, long received, long lost, double start, double work, double sendSeconds) {
        /** Packets that arrived and are in no count of what was received. */
        long missing() {
            return arrived - received;
        }
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LiveBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var listeners = listeners();
        var rounds = new LinkedHashMap<String, List<Round>>();
        try (var wire = new Namespaces()) {
            for (int run = 1; run <= runs; run++) {
                for (Listener listener : listeners) {
                    Round round = round(wire, listener, packets, rate);
                    rounds.computeIfAbsent(listener.name(), name -> new ArrayList<>())
                            .add(round);
                    tell(run, listener, round);
                }
            }
            var best = new LinkedHashMap<String, Long>();
            if (ladder) {
                for (Listener listener : listeners) {
                    best.put(listener.name(), highest(wire, listener));
                }
            }
            table(rounds, best);
            System.out.println(json(rounds, best));
        }
        return rounds.get(OURS).stream().allMatch(round -> round.missing() == 0) ? 0 : 1;
    }

    private List<Listener> listeners() throws IOException {
        var all = new ArrayList<>(List.of(ours()));
        for (Listener each : Listener.others(
                Files.createTempDirectory("tidemark-bench").resolve("ctl").toString())) {
            if (isInstalled(each.command().getFirst())) {
                all.add(each);
            } else {
                System.err.printf(
                        "%s is missing and left out; on Debian: apt-get install %s%n",
                        each.command().getFirst(), each.packages());
            }
        }
        return all;
    }

    private static boolean isInstalled(String program) {
        for (String folder : "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin".split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private Listener ours() {
        var command = new ArrayList<>(List.of(java()));
        command.addAll(javaOptions);
        command.addAll(program(Receiver.class));
        command.add("IF");
        return new Listener(
                OURS,
                "",
                command,
                Pattern.compile("^ready"),
                List.of(),
                Pattern.compile("received (\\d+)"),
                Pattern.compile("lost (\\d+)"));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> program(Class<?> main) {
        return List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    private Round round(Namespaces wire, Listener listener, long count, double perSecond)
            throws IOException, InterruptedException {
        var send = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC"));
        send.addAll(program(Sender.class));
        send.addAll(
                List.of(Namespaces.SENDING, Long.toString(count), Integer.toString(flows), Double.toString(perSecond)));
        boolean ours = listener.name().equals(OURS);
        var command = listener.command().stream()
                .map(word -> word.equals("IF") ? Namespaces.LISTENING : word)
                .toList();
        try (var sender = new Tool(wire.atSender(send), Pattern.compile("^ready"));
                var tool = new Tool(wire.atListener(command), listener.ready())) {
            sender.awaitReady();
            tool.awaitReady();
            long before = wire.arrived();
            double start = tool.awaitRest();
            sender.tell("go\n");
            double seconds = number(sender.awaitEnd(), Pattern.compile("in ([0-9.]+) s"));
            double end = tool.awaitRest();
            long arrived = wire.arrived() - before;
            String said = listener.asked().isEmpty()
                    ? ""
                    : Namespaces.run(wire.atListener(listener.asked()).toArray(String[]::new));
            said += tool.end(ours);
            if (!listener.received().matcher(said).find()) {
                throw new IllegalStateException(listener.name() + " does not say what it received: " + said);
            }
            return new Round(
                    arrived,
                    (long) number(said, listener.received()),
                    (long) number(said, listener.lost()),
                    start,
                    end - start,
                    seconds);
        }
    }

    /** The first group that is there, at its last place; 0: nowhere. */
    private static double number(String text, Pattern pattern) {
        double number = 0;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            for (int i = 1; i <= matcher.groupCount(); i++) {
                if (matcher.group(i) != null) {
                    number = Double.parseDouble(matcher.group(i));
                }
            }
        }
        return number;
    }

    /** Doubles the rate until something is lost or the sender can no more, in steps of 1.26. */
    private long highest(Namespaces wire, Listener listener) throws IOException, InterruptedException {
        long best = 0;
        for (double step = 100_000; step < 4e6; step *= 1.26) {
            Round round = round(wire, listener, 1_000_000, step);
            double reached = round.arrived / round.sendSeconds;
            if (round.missing() > 0) {
                break;
            }
            best = Math.round(reached);
            if (reached < 0.9 * step) {
                break; // the sender is the limit
            }
        }
        return best;
    }

    private static void tell(int run, Listener listener, Round round) {
        System.err.printf(
                Locale.ROOT,
                "round %d  %-28s arrived %,d  missing %,d (it says %,d)  cpu %.2f s + %.2f s to start  %,.0f packets/s%n",
                run,
                listener.name(),
                round.arrived,
                round.missing(),
                round.lost,
                round.work,
                round.start,
                round.arrived / round.sendSeconds);
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** Processor seconds for a million packets that arrived. */
    private static double cpu(List<Round> rounds, boolean whole) {
        return median(rounds.stream()
                .map(r -> (r.work + (whole ? r.start : 0)) / r.arrived * 1e6)
                .toList());
    }

    private static void table(Map<String, List<Round>> rounds, Map<String, Long> best) {
        System.out.printf(
                "%-28s %10s %10s %16s %16s %12s %14s%n",
                "listener",
                "arrived",
                "missing",
                "cpu s/M packets",
                "with its start",
                "rounds lossless",
                "highest rate");
        rounds.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "%-28s %,10d %,10d %16.3f %16.3f %12s %14s%n",
                name,
                all.stream().mapToLong(Round::arrived).sum(),
                all.stream().mapToLong(Round::missing).sum(),
                cpu(all, false),
                cpu(all, true),
                all.stream().filter(r -> r.missing() == 0).count() + " of " + all.size(),
                best.containsKey(name) ? "%,d/s".formatted(best.get(name)) : ""));
    }

    private String json(Map<String, List<Round>> rounds, Map<String, Long> best) {
        var out = new StringBuilder("{\"packets\":%d,\"flows\":%d,\"runs\":%d".formatted(packets, flows, runs));
        List<Round> own = rounds.get(OURS);
        rounds.forEach((name, all) -> {
            out.append(String.format(
                    Locale.ROOT,
                    ",\"%s\":{\"arrived\":%d,\"missing\":%d,\"lossless_runs\":%d,\"cpu_s_per_mpackets\":%.3f,"
                            + "\"cpu_s_per_mpackets_with_start\":%.3f,\"packets_per_second\":%.0f",
                    name.split(" ")[0],
                    all.stream().mapToLong(Round::arrived).sum(),
                    all.stream().mapToLong(Round::missing).sum(),
                    all.stream().filter(r -> r.missing() == 0).count(),
                    cpu(all, false),
                    cpu(all, true),
                    median(all.stream().map(r -> r.arrived / r.sendSeconds).toList())));
            if (best.containsKey(name)) {
                out.append(",\"highest_lossless_rate\":").append(best.get(name));
            }
            if (all != own) {
                out.append(String.format(
                        Locale.ROOT,
                        ",\"ours_to_it\":%.2f,\"ours_to_it_with_start\":%.2f",
                        cpu(own, false) / cpu(all, false),
                        cpu(own, true) / cpu(all, true)));
            }
            out.append('}');
        });
        return out.append('}').toString();
    }
}
