package io.tidemark.bench.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two network namespaces of this process and a veth pair between them, on which nothing is said but what is sent there. */
final class Namespaces implements AutoCloseable {
    static final String SENDING = "tmbtx";
    static final String LISTENING = "tmbrx";

    private final String sender = "tmb%x-tx".formatted(ProcessHandle.current().pid());
    private final String listener = "tmb%x-rx".formatted(ProcessHandle.current().pid());

    Namespaces() throws IOException {
        try {
            run("ip", "netns", "add", sender);
            run("ip", "netns", "add", listener);
            run(
                    "ip", "link", "add", SENDING, "netns", sender, "type", "veth", "peer", "name", LISTENING, "netns",
                    listener);
            up(sender, SENDING);
            up(listener, LISTENING);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static void up(String namespace, String link) throws IOException {
        run("ip", "netns", "exec", namespace, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6");
        run("ip", "-n", namespace, "link", "set", "lo", "up");
        run("ip", "-n", namespace, "link", "set", link, "up");
    }

    /** A command to be run where packets are sent. */
    List<String> atSender(List<String> command) {
        return inside(sender, command);
    }

    /** A command to be run where packets arrive. */
    List<String> atListener(List<String> command) {
        return inside(listener, command);
    }

    /** Packets that arrived, as the kernel counts at the interface. */
    long arrived() throws IOException {
        var file = "/sys/class/net/" + LISTENING + "/statistics/rx_packets";
        return Long.parseLong(run(inside(listener, List.of("cat", file)).toArray(String[]::new)));
    }

    private static List<String> inside(String namespace, List<String> command) {
        var all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(command);
        return all;
    }

    /** Runs a program to its end, which must be good, and gives what it said. */
    static String run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("%s: %s".formatted(String.join(" ", command), said));
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        for (String each : new String[] {sender, listener}) {
            if (Files.exists(Path.of("/run/netns", each))) {
                run("ip", "netns", "del", each);
            }
        }
    }
}
