package io.tidemark.e2e.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The captures of the tests. Each is the same every time it is made. */
public final class Scenes {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final Comparator<Frame> BY_TIME = Comparator.comparingLong(Frame::nanos);

    private static final int POD = 0;
    private static final int UPLINK = 1;

    /** In which five segments arrive: as they were sent, or with one or two that were overtaken. */
    private static final List<List<Integer>> ORDERS =
            List.of(List.of(0, 1, 2, 3, 4), List.of(0, 2, 1, 3, 4), List.of(0, 3, 1, 2, 4), List.of(0, 3, 2, 1, 4));

    private final SplittableRandom dice;
    private final long start;
    private final List<List<Frame>> talks = new ArrayList<>();

    private Scenes(String start, long seed) {
        this.start = Instant.parse(start).getEpochSecond() * SECOND;
        this.dice = new SplittableRandom(seed);
    }

    /** A bit of everything for two minutes: TCP with lost segments, UDP, ICMP, ARP, VLANs, IPv6, what is malformed or cut off. */
    public static Capture everyday(Path directory) throws IOException {
        var scene = new Scenes("2026-03-01T08:00:03Z", 1);
        scene.everything(600, 120);
        return Capture.write(directory.resolve("everyday.pcap"), scene.byTime());
    }

    /** A capture of long ago. */
    public static Capture old(Path directory) throws IOException {
        var scene = new Scenes("2009-06-30T23:59:41Z", 2);
        scene.everything(80, 40);
        return Capture.write(directory.resolve("old-2009.pcap"), scene.byTime());
    }

    /** Written out of order: every fourth talk comes up to 25 s late, over the edges of windows that went by. */
    public static Capture unordered(Path directory) throws IOException {
        var scene = new Scenes("2026-03-02T12:30:00Z", 3);
        scene.everything(200, 60);
        record Late(Frame frame, long written) {}
        var order = IntStream.range(0, scene.talks.size()).boxed().flatMap(i -> {
            long late = i % 4 == 3 ? scene.dice.nextLong(25 * SECOND) : 0;
            return scene.talks.get(i).stream().map(frame -> new Late(frame, frame.nanos() + late));
        });
        return Capture.write(
                directory.resolve("unordered.pcap"),
                order.sorted(Comparator.comparingLong(Late::written)).map(Late::frame));
    }

    /** Short enough to be replayed at its own speed: three windows. */
    public static Capture brief(Path directory) throws IOException {
        var scene = new Scenes("2026-03-04T10:00:06Z", 5);
        scene.everything(100, 20);
        return Capture.write(directory.resolve("brief.pcap"), scene.byTime().filter(scene.within(22)));
    }

    /** Everything at once for some seconds, at its own speed long enough for things to go wrong meanwhile. */
    public static Capture busy(Path directory, String name, int talks, int seconds, long seed) throws IOException {
        var scene = new Scenes("2026-03-05T06:00:01Z", seed);
        scene.everything(talks, seconds);
        return Capture.write(directory.resolve(name + ".pcap"), scene.byTime().filter(scene.within(seconds)));
    }

    /** A bit of everything, and one conversation of so many full segments that is larger than all others. */
    public static Capture dominated(Path directory, String name, Instant start, int segments) throws IOException {
        var scene = new Scenes(start.toString(), 6);
        scene.everything(600, 120);
        var talk = Talk.of("10.9.0.1", 40_000, "198.51.100.77", 8443, Talk.TCP);
        scene.talks.add(IntStream.range(0, segments)
                .mapToObj(i -> Frames.tcp(
                        scene.start + i * 100 * SECOND / segments,
                        talk,
                        false,
                        Frames.ACK,
                        1 + i * 1400L,
                        1,
                        1400,
                        false))
                .toList());
        return Capture.write(directory.resolve(name + ".pcap"), scene.byTime());
    }

    /** Long enough to be interrupted: so many short talks over ten minutes, each a request and an answer, made while written. */
    public static Capture interrupted(Path directory, int talks) throws IOException {
        var scene = new Scenes("2026-03-03T00:00:00Z", 4);
        long step = 600 * SECOND / talks;
        var frames = IntStream.range(0, talks).boxed().flatMap(i -> {
            var talk = Talk.of(
                    "10.%d.%d.%d".formatted(i % 200, i / 200 % 250, 1 + i / 50_000 % 250),
                    20_000 + i % 40_000,
                    "192.0.2." + (1 + i % 50),
                    53,
                    Talk.UDP);
            long at = scene.start + i * step;
            return Stream.of(
                    Frames.udp(at, talk, true, 20 + i % 30), Frames.udp(at + step / 2, talk, false, 40 + i % 90));
        });
        return Capture.write(directory.resolve("long.pcap"), frames);
    }

    /** Tunnels of every kind, IPv6 behind extension headers, datagrams in fragments, over a minute and a half. */
    public static Capture wrapped(Path directory) throws IOException {
        var scene = new Scenes("2026-03-06T18:59:57Z", 7);
        scene.everything(300, 70);
        var outers = Outer.values();
        for (int i = 0; i < scene.talks.size(); i++) {
            int kind = i % (outers.length + 1);
            if (kind < outers.length) {
                scene.talks.set(
                        i, scene.talks.get(i).stream().map(outers[kind]::around).toList());
            }
        }
        for (int i = 0; i < 40; i++) {
            scene.talks.add(scene.odd(scene.start + scene.dice.nextLong(80 * SECOND), i));
        }
        return Capture.write(directory.resolve("wrapped.pcap"), scene.byTime());
    }

    /**
     * One node's traffic seen at two interfaces, in a pcapng file: at the pod's, and on its way out in VXLAN once more; some talks
     * pass the way out alone, and in the first two windows, before the tunnel stands, all do. What is seen twice is counted where
     * it is in no tunnel.
     */
    public static Capture twice(Path directory) throws IOException {
        var scene = new Scenes("2026-03-07T00:00:04Z", 8);
        scene.everything(250, 60);
        var out = new ArrayList<Observation>();
        for (var frame : scene.byTime().toList()) {
            if (scene.within(16).test(frame) || passesTheWayOutAlone(frame)) {
                out.add(new Observation(UPLINK, frame));
                continue;
            }
            out.add(new Observation(POD, frame));
            var again = Outer.VXLAN.around(frame);
            if (again != frame) {
                out.add(new Observation(
                        UPLINK, new Frame(again.nanos(), again.bytes(), again.wire(), new Frame.NoFlow("duplicate"))));
            }
        }
        return Capture.write(directory.resolve("twice.pcapng"), List.of("vethpod", "eth0"), out);
    }

    /**
     * TCP that has it hard: segments overtake others, receivers close their windows, servers are near and far, and now and then a SYN
     * or a SYN+ACK comes once more.
     */
    public static Capture hard(Path directory) throws IOException {
        var scene = new Scenes("2026-03-08T09:00:02Z", 9);
        for (int i = 0; i < 240; i++) {
            long at = scene.start + scene.dice.nextLong(70 * SECOND);
            scene.talks.add(scene.hard(at, scene.talk(i % 5 == 4, 40_000 + i, List.of(80, 443, 5432), Talk.TCP), i));
        }
        return Capture.write(directory.resolve("hard.pcap"), scene.byTime());
    }

    private List<Frame> hard(long from, Talk talk, int i) {
        var frames = new ArrayList<Frame>();
        long at = from;
        frames.add(Frames.tcp(at, talk, true, Frames.SYN, 999, 0, 0, false));
        if (i % 9 == 0) {
            frames.add(Frames.tcp(at += SECOND, talk, true, Frames.SYN, 999, 0, 0, true));
        }
        at += 1 + dice.nextLong(40 * MILLI);
        frames.add(Frames.tcp(at, talk, false, Frames.SYN | Frames.ACK, 4999, 1000, 0, false));
        if (i % 7 == 0) {
            frames.add(Frames.tcp(at += 200 * MILLI, talk, false, Frames.SYN | Frames.ACK, 4999, 1000, 0, true));
        }
        at += 1 + dice.nextLong(3 * MILLI);
        frames.add(Frames.tcp(at, talk, true, Frames.ACK, 1000, 5000, 0, false));
        for (int segment : ORDERS.get(i % ORDERS.size())) {
            frames.add(Frames.tcp(at += MILLI, talk, false, Frames.ACK, 5000 + 700 * segment, 1000, 700, false));
            frames.add(
                    i % 4 == 0 && segment > 1
                            ? Frames.closed(at += MILLI, talk, true, 1000, 5000)
                            : Frames.tcp(at += MILLI, talk, true, Frames.ACK, 1000, 5000, 0, false));
        }
        frames.add(Frames.tcp(at += MILLI, talk, true, Frames.FIN | Frames.ACK, 1000, 8500, 0, false));
        frames.add(Frames.tcp(at += MILLI, talk, false, Frames.FIN | Frames.ACK, 8500, 1001, 0, false));
        frames.add(Frames.tcp(at + MILLI, talk, true, Frames.ACK, 1001, 8501, 0, false));
        return frames;
    }

    /** By the server, so that a biflow has one way. */
    private static boolean passesTheWayOutAlone(Frame frame) {
        return frame.meaning() instanceof Frame.Packet packet
                && packet.talk().server().getAddress()[packet.talk().server().getAddress().length - 1] % 3 == 0;
    }

    private List<Frame> odd(long at, int i) {
        boolean six = i % 2 == 0;
        var talk = talk(six, 40_000 + i, List.of(4000, 5004), Talk.UDP);
        return six && i % 4 == 0
                ? List.of(
                        Frames.udpBehindOptions(at, talk, true, 100 + i),
                        Frames.udpBehindOptions(at + MILLI, talk, false, 300 + i))
                : Stream.concat(
                                Frames.fragments(at, talk, true, 3000 + 7 * i, 1480).stream(),
                                Frames.fragments(at + 9 * SECOND, talk, false, 5000, 1448).stream())
                        .toList();
    }

    private Predicate<Frame> within(int seconds) {
        return frame -> frame.nanos() < start + seconds * SECOND;
    }

    private Stream<Frame> byTime() {
        return talks.stream().flatMap(List::stream).sorted(BY_TIME);
    }

    private void everything(int talkCount, int seconds) {
        for (int i = 0; i < talkCount; i++) {
            long at = start + dice.nextLong(seconds * SECOND);
            boolean six = i % 5 == 4;
            int port = 32_768 + i;
            switch (i % 7) {
                case 0, 1, 2 -> talks.add(tcp(at, talk(six, port, List.of(80, 443, 5432, 8080), Talk.TCP)));
                case 3, 4 -> talks.add(udp(at, talk(six, port, List.of(53, 123, 514), Talk.UDP)));
                case 5 -> talks.add(ping(at, talk(six, 0, List.of(0), six ? Talk.ICMP6 : Talk.ICMP)));
                default -> talks.add(noise(at, port));
            }
        }
        talks.add(keystrokes(start, seconds));
    }

    private Talk talk(boolean six, int port, List<Integer> servers, int protocol) {
        int client = 1 + dice.nextInt(40);
        int server = 1 + dice.nextInt(8);
        var talk = six
                ? Talk.of(
                        "2001:db8:a::" + Integer.toHexString(client),
                        port,
                        "2001:db8:b::" + Integer.toHexString(server),
                        servers.get(dice.nextInt(servers.size())),
                        protocol)
                : Talk.of(
                        "10.1.0." + client,
                        port,
                        "198.51.100." + server,
                        servers.get(dice.nextInt(servers.size())),
                        protocol);
        // One VLAN per server, so that a conversation is on one.
        return server % 4 == 0 ? talk.onVlan(100 + server) : talk;
    }

    /** Handshake, some requests and answers in segments of which one in thirty is sent again, and FIN both ways. */
    private List<Frame> tcp(long from, Talk talk) {
        var frames = new ArrayList<Frame>();
        long at = from;
        long seq = dice.nextInt() & 0xFFFFFFFFL;
        long ack = dice.nextInt() & 0xFFFFFFFFL; // sequence numbers wrap in some of them
        frames.add(Frames.tcp(at, talk, true, Frames.SYN, seq, 0, 0, false));
        if (dice.nextInt(12) == 0) {
            frames.add(Frames.tcp(at + MILLI, talk, false, Frames.RST | Frames.ACK, 0, seq + 1, 0, false));
            return frames;
        }
        frames.add(Frames.tcp(at += 2 * MILLI, talk, false, Frames.SYN | Frames.ACK, ack++, ++seq, 0, false));
        frames.add(Frames.tcp(at += 2 * MILLI, talk, true, Frames.ACK, seq, ack, 0, false));
        for (int request = dice.nextInt(1, 4); request > 0; request--) {
            int asked = dice.nextInt(50, 600);
            frames.add(Frames.tcp(at += MILLI, talk, true, Frames.ACK | Frames.PSH, seq, ack, asked, false));
            seq += asked;
            for (int segment = dice.nextInt(1, 25); segment > 0; segment--) {
                int size = segment == 1 ? dice.nextInt(1, 1400) : 1400;
                var sent = Frames.tcp(at += MILLI, talk, false, Frames.ACK, ack, seq, size, false);
                frames.add(sent.snapped(talk.clientPort() % 3 == 0 ? 96 : 65_535));
                if (dice.nextInt(30) == 0) {
                    frames.add(Frames.tcp(at += 200 * MILLI, talk, false, Frames.ACK, ack, seq, size, true));
                }
                ack += size;
                frames.add(Frames.tcp(at += MILLI, talk, true, Frames.ACK, seq, ack, 0, false));
            }
            at += dice.nextLong(4 * SECOND);
        }
        frames.add(Frames.tcp(at += MILLI, talk, true, Frames.FIN | Frames.ACK, seq, ack, 0, false));
        frames.add(Frames.tcp(at += MILLI, talk, false, Frames.FIN | Frames.ACK, ack, seq + 1, 0, false));
        frames.add(Frames.tcp(at + MILLI, talk, true, Frames.ACK, seq + 1, ack + 1, 0, false));
        return frames;
    }

    private List<Frame> udp(long at, Talk talk) {
        var frames = new ArrayList<Frame>();
        for (int i = dice.nextInt(1, 6); i > 0; i--) {
            frames.add(Frames.udp(at, talk, true, dice.nextInt(0, 300)));
            if (talk.serverPort() != 514) {
                frames.add(Frames.udp(at + 3 * MILLI, talk, false, dice.nextInt(0, 1200)));
            }
            at += dice.nextLong(SECOND);
        }
        return frames;
    }

    private List<Frame> ping(long at, Talk talk) {
        var frames = new ArrayList<Frame>();
        for (int i = 1, count = dice.nextInt(1, 10); i <= count; i++) {
            frames.add(Frames.echo(at + i * SECOND, talk, true, i, 56));
            frames.add(Frames.echo(at + i * SECOND + MILLI, talk, false, i, 56));
        }
        return frames;
    }

    /** What is in no flow: ARP, a runt, IP headers that cannot be. */
    private List<Frame> noise(long at, int port) {
        var talk = Talk.of("10.1.0.250", port, "198.51.100.250", 9, Talk.UDP);
        return List.of(
                switch (dice.nextInt(5)) {
                    case 0 -> Frames.runt(at);
                    case 1 -> Frames.malformed(at, talk, 0, 0x55); // version 5
                    case 2 -> Frames.malformed(at, talk, 0, 0x43); // header of 12 bytes
                    case 3 -> Frames.malformed(at, talk, 3, 7); // total length 7
                    default -> Frames.arp(at);
                });
    }

    /** One connection that lasts through all windows, a keystroke and its echo every 700 ms. */
    private List<Frame> keystrokes(long from, int seconds) {
        var talk = Talk.of("10.1.0.77", 50_022, "198.51.100.22", 22, Talk.TCP);
        var frames = new ArrayList<Frame>();
        frames.add(Frames.tcp(from, talk, true, Frames.SYN, 99, 0, 0, false));
        frames.add(Frames.tcp(from + MILLI, talk, false, Frames.SYN | Frames.ACK, 999, 100, 0, false));
        long seq = 100;
        long ack = 1000;
        for (long at = from + 2 * MILLI; at < from + seconds * SECOND; at += 700 * MILLI) {
            frames.add(Frames.tcp(at, talk, true, Frames.ACK | Frames.PSH, seq, ack, 36, false));
            seq += 36;
            frames.add(Frames.tcp(at + MILLI, talk, false, Frames.ACK | Frames.PSH, ack, seq, 36, false));
            ack += 36;
        }
        return frames;
    }
}
