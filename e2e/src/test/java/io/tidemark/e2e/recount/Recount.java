package io.tidemark.e2e.recount;

import io.tidemark.e2e.capture.Conversation;
import io.tidemark.e2e.capture.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the answers about a capture ought to be, from its packets: read by {@link CaptureReader}, taken apart by {@link Dissection}, and
 * added up here, by the definitions that flow.proto, docs/explanation/where-our-reading-differs.md and decision 0013 give. Frames
 * are taken to be in order of time.
 *
 * @param received by start of the 10 s window (ns)
 * @param other    what is counted in no conversation, by start of the window and cause
 * @param rows     what is counted
 */
record Recount(Map<Long, Volume> received, Map<Long, Map<String, Volume>> other, List<Row> rows) {
    private static final long WINDOW = 10_000_000_000L;

    /**
     * One biflow in one window.
     *
     * @param window start, ns
     * @param flows  records: one
     */
    record Row(long window, Conversation who, Conversation.Facts facts, Tcp tcp, long flows) {}

    /**
     * What else TCP tells, both ways.
     *
     * @param roundTrip of the handshake that ended in the window, ns; 0: none
     */
    record Tcp(long outOfOrder, long zeroWindows, long roundTrip) {}

    static Recount of(Path capture) throws IOException {
        var counter = new Counter();
        for (var frame : CaptureReader.read(capture)) {
            counter.add(frame);
        }
        return counter.result();
    }

    /** Of all windows. */
    Volume total() {
        return received.values().stream().reduce(Volume.NONE, Volume::plus);
    }

    /** The counted of all windows. */
    Volume counted() {
        return rows.stream().map(row -> row.facts().both()).reduce(Volume.NONE, Volume::plus);
    }

    /** Of all windows, by cause. */
    Map<String, Volume> causes() {
        return other.values().stream()
                .flatMap(window -> window.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Volume::plus, TreeMap::new));
    }

    /** Of all windows, by who talked to whom. */
    Map<Conversation, Conversation.Facts> conversations() {
        return rows.stream()
                .collect(Collectors.toMap(
                        Row::who,
                        Row::facts,
                        (one, more) -> new Conversation.Facts(
                                one.forward().plus(more.forward()),
                                one.reverse().plus(more.reverse()),
                                one.retransmitted() + more.retransmitted())));
    }

    private static final class Counter {
        private final Map<Long, Volume> received = new TreeMap<>();
        private final Map<Long, Map<String, Volume>> other = new TreeMap<>();
        private final Map<Long, Map<Biflow, List<Observed>>> windows = new TreeMap<>();
        private final Map<List<Object>, Memory> memories = new HashMap<>(); // by biflow and point

        void add(CapturedFrame frame) {
            long window = Math.floorDiv(frame.nanos(), WINDOW) * WINDOW;
            received.merge(window, new Volume(1, 0, frame.wire()), Volume::plus);
            var result = Dissection.of(frame);
            if (result.packet() == null) {
                leaveOut(window, result.cause(), new Volume(1, 0, frame.wire()));
                return;
            }
            var packet = result.packet();
            var biflow = Biflow.of(packet);
            var known = List.<Object>of(biflow, frame.point());
            var memory = memories.get(known);
            if (memory == null || memory.isOverBefore(window)) {
                memory = new Memory(packet);
                memories.put(known, memory);
            }
            var told = memory.take(packet, frame.nanos(), window);
            var seen = observed(window, biflow, frame.point());
            int direction = Biflow.isFromA(packet) ? 0 : 1;
            seen.volume[direction] = seen.volume[direction].plus(new Volume(1, packet.bytes(), frame.wire()));
            switch (told.order()) {
                case NEXT -> {}
                case AGAIN -> seen.retransmitted[direction]++;
                case LATE -> seen.outOfOrder[direction]++;
            }
            if (packet.segment() != null && packet.segment().closesWindow()) {
                seen.zeroWindows[direction]++;
            }
            seen.roundTrip = told.roundTrip() == 0 ? seen.roundTrip : told.roundTrip();
            seen.clientIsA = memory.clientIsA();
            seen.tunnelled |= packet.tunnelled();
        }

        private Observed observed(long window, Biflow biflow, String point) {
            var all = windows.computeIfAbsent(window, start -> new HashMap<>())
                    .computeIfAbsent(biflow, key -> new ArrayList<>());
            return all.stream()
                    .filter(one -> one.point.equals(point))
                    .findFirst()
                    .orElseGet(() -> {
                        var one = new Observed(point);
                        all.add(one);
                        return one;
                    });
        }

        private void leaveOut(long window, String cause, Volume volume) {
            other.computeIfAbsent(window, start -> new TreeMap<>()).merge(cause, volume, Volume::plus);
        }

        Recount result() {
            var rows = new ArrayList<Row>();
            windows.forEach((window, biflows) ->
                    biflows.forEach((biflow, observed) -> rows.add(row(window, biflow, observed))));
            return new Recount(received, other, rows);
        }

        /** Of several points that saw it each direction counts from one; the others' packets are duplicates. */
        private Row row(long window, Biflow biflow, List<Observed> observed) {
            var chosen = new Observed[] {choose(observed, 0), choose(observed, 1)};
            for (int direction = 0; direction < 2; direction++) {
                for (var one : observed) {
                    if (one != chosen[direction] && one.volume[direction].packets() > 0) {
                        leaveOut(
                                window,
                                "duplicate",
                                new Volume(one.volume[direction].packets(), 0, one.volume[direction].frameBytes()));
                    }
                }
            }
            boolean fromA = chosen[0].clientIsA;
            int forward = fromA ? 0 : 1;
            var who = fromA
                    ? new Conversation(biflow.a(), biflow.b(), biflow.portB(), biflow.protocol())
                    : new Conversation(biflow.b(), biflow.a(), biflow.portA(), biflow.protocol());
            return new Row(
                    window,
                    who,
                    new Conversation.Facts(
                            chosen[forward].volume[forward],
                            chosen[1 - forward].volume[1 - forward],
                            chosen[0].retransmitted[0] + chosen[1].retransmitted[1]),
                    new Tcp(
                            chosen[0].outOfOrder[0] + chosen[1].outOfOrder[1],
                            chosen[0].zeroWindows[0] + chosen[1].zeroWindows[1],
                            chosen[forward].roundTrip),
                    1);
        }

        /** The first, outside of tunnels before inside and then by name, of those that saw nearly as much as the one that saw most. */
        private static Observed choose(List<Observed> observed, int direction) {
            long most = observed.stream()
                    .mapToLong(one -> one.volume[direction].packets())
                    .max()
                    .orElseThrow();
            return observed.stream()
                    .filter(one -> one.volume[direction].packets() >= most - most / 8)
                    .min(Comparator.comparing((Observed one) -> one.tunnelled).thenComparing(one -> one.point))
                    .orElseThrow();
        }
    }
}
