package io.tidemark.bench.live;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A program that listens on an interface and can tell what it received.
 *
 * @param name     in the table
 * @param packages Debian's package of it; empty: it is ours
 * @param command  its first word is a program; {@code IF} stands for the interface
 * @param ready    in what it prints once it listens
 * @param asked    a command that makes it tell its numbers while it runs; empty: it tells them when it ends
 * @param received the first group is how many packets it received
 * @param lost     the groups together are how many it did not, and knows of
 */
record Listener(
        String name,
        String packages,
        List<String> command,
        Pattern ready,
        List<String> asked,
        Pattern received,
        Pattern lost) {
    /** All but ours. */
    static List<Listener> others(String controlSocket) {
        return List.of(
                new Listener(
                        "tcpdump -s 128 -w /dev/null",
                        "tcpdump",
                        List.of("tcpdump", "-i", "IF", "-s", "128", "-w", "/dev/null"),
                        Pattern.compile("listening on"),
                        List.of(),
                        Pattern.compile("(\\d+) packets? captured"),
                        Pattern.compile("(\\d+) packets? dropped by kernel")),
                new Listener(
                        "dumpcap -s 128 -w /dev/null",
                        "wireshark-common",
                        List.of("dumpcap", "-i", "IF", "-s", "128", "-q", "-w", "/dev/null"),
                        Pattern.compile("File: "),
                        List.of(),
                        Pattern.compile("dropped on interface '[^']*': (\\d+)/"),
                        Pattern.compile("dropped on interface '[^']*': \\d+/(\\d+)")),
                new Listener(
                        "softflowd -v 9",
                        "softflowd",
                        List.of(
                                "softflowd",
                                "-i",
                                "IF",
                                "-v",
                                "9",
                                "-n",
                                "127.0.0.1:9995",
                                "-m",
                                "200000",
                                "-c",
                                controlSocket,
                                "-p",
                                controlSocket + ".pid",
                                "-d"),
                        Pattern.compile("starting data collection"),
                        List.of("softflowctl", "-c", controlSocket, "statistics"),
                        Pattern.compile("Packets processed: (\\d+)|packets received by libpcap: (\\d+)"),
                        Pattern.compile("packets dropped by libpcap: (\\d+)")));
    }
}
