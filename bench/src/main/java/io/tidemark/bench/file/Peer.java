package io.tidemark.bench.file;

import java.util.List;

/**
 * A program that makes something of a capture file. {@code FILE} in its command stands for the capture, {@code DIR} for a folder
 * to write to, {@code PORT} for a UDP port that takes exports and forgets them.
 *
 * @param name        in results
 * @param packages    Debian's package of it; empty: it is always there
 * @param mostPackets it is given no more of a capture than this, because it takes too long; 0: all
 */
record Peer(String name, String packages, int mostPackets, List<String> command) {
    /** Everyone but us. Flow tables have room for all flows; nothing is printed for each packet or flow. */
    static List<Peer> all() {
        return List.of(
                new Peer("read", "", 0, words("dd if=FILE of=/dev/null bs=1M status=none")),
                new Peer("tcpdump", "tcpdump", 0, List.of("tcpdump", "-n", "-r", "FILE", "-w", "/dev/null")),
                new Peer(
                        "softflowd",
                        "softflowd",
                        0,
                        words("softflowd -d -r FILE -n 127.0.0.1:PORT -v 9 -m 2000000 -p DIR/pid -c none")),
                new Peer("nfpcapd", "nfdump", 0, words("nfpcapd -r FILE -w DIR -B 2000000")),
                new Peer("argus", "argus-server", 0, words("argus -F /dev/null -r FILE -w DIR/argus.out")),
                new Peer(
                        "pmacctd",
                        "pmacct",
                        0,
                        words(
                                "pmacctd -I FILE -P print -O csv -o DIR/pmacct.csv -c src_host,dst_host,src_port,dst_port,proto")),
                new Peer("tshark", "tshark", 100_000, words("tshark -n -q -r FILE -c 100000 -z conv,tcp -z conv,udp")));
    }

    private static List<String> words(String command) {
        return List.of(command.split(" "));
    }

    /** The first word of its command. */
    String program() {
        return command.getFirst();
    }

    List<String> command(String file, String folder, int port) {
        return command.stream()
                .map(word -> word.replace("FILE", file).replace("DIR", folder).replace("PORT", Integer.toString(port)))
                .toList();
    }

    /** How many of the capture's packets it sees. */
    long packets(long all) {
        return mostPackets == 0 ? all : Math.min(all, mostPackets);
    }
}
