package io.tidemark.e2e.recount;

import io.tidemark.e2e.capture.Conversation;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A recount summed up as questions ask for it: by dimensions, by metric, over time. */
final class Sums {
    /** What rows can be split by, as REST names it. */
    static final Map<String, Function<Conversation, String>> DIMENSIONS = Map.of(
            "protocol", who -> Conversation.PROTOCOLS.get(who.protocol()),
            "dst.port", who -> Integer.toString(who.serverPort()),
            "src.addr", who -> text(who.client()),
            "dst.addr", who -> text(who.server()),
            "application", Sums::application);

    /** What can be summed, as REST names it. */
    static final Map<String, ToLongFunction<Recount.Row>> METRICS = Map.of(
            "packets", row -> row.facts().both().packets(),
            "bytes", row -> row.facts().both().bytes(),
            "frame_bytes", row -> row.facts().both().frameBytes(),
            "flows", Recount.Row::flows,
            "retransmitted_packets", row -> row.facts().retransmitted(),
            "out_of_order_packets", row -> row.tcp().outOfOrder(),
            "zero_windows", row -> row.tcp().zeroWindows());

    private final List<Recount.Row> rows;

    private Sums(List<Recount.Row> rows) {
        this.rows = rows;
    }

    static Sums of(Recount recount) {
        return new Sums(recount.rows());
    }

    /** Of these rows alone. */
    Sums where(Predicate<Conversation> taken) {
        return new Sums(rows.stream().filter(row -> taken.test(row.who())).toList());
    }

    long total(String metric) {
        return rows.stream().mapToLong(METRICS.get(metric)).sum();
    }

    /** By dimensions with commas between. */
    Map<List<String>, Long> by(String dimensions, String metric) {
        var sums = new HashMap<List<String>, Long>();
        for (var row : rows) {
            sums.merge(group(dimensions, row.who()), METRICS.get(metric).applyAsLong(row), Long::sum);
        }
        return sums;
    }

    /** The round trips of handshakes by dimensions, ns, shortest first. */
    Map<List<String>, List<Long>> roundTrips(String dimensions) {
        return rows.stream()
                .filter(row -> row.tcp().roundTrip() != 0)
                .collect(Collectors.groupingBy(
                        row -> group(dimensions, row.who()),
                        Collectors.mapping(
                                row -> row.tcp().roundTrip(),
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        all -> all.stream().sorted().toList()))));
    }

    /** How many different addresses began, by dimensions. */
    Map<List<String>, Long> clients(String dimensions) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> group(dimensions, row.who()),
                        Collectors.mapping(
                                row -> row.who().client(),
                                Collectors.collectingAndThen(Collectors.toSet(), all -> (long) all.size()))));
    }

    /** By each of both ends, once where they are the same. */
    Map<List<String>, Long> byHost(String metric) {
        var sums = new HashMap<List<String>, Long>();
        for (var row : rows) {
            Stream.of(row.who().client(), row.who().server())
                    .distinct()
                    .forEach(end ->
                            sums.merge(List.of(text(end)), METRICS.get(metric).applyAsLong(row), Long::sum));
        }
        return sums;
    }

    /** By step and dimensions ("" for none); without what is 0. */
    Map<Instant, Map<List<String>, Long>> overTime(String dimensions, String metric, long stepSeconds) {
        var sums = new HashMap<Instant, Map<List<String>, Long>>();
        for (var row : rows) {
            long value = METRICS.get(metric).applyAsLong(row);
            if (value != 0) {
                sums.computeIfAbsent(step(row, stepSeconds), time -> new HashMap<>())
                        .merge(group(dimensions, row.who()), value, Long::sum);
            }
        }
        return sums;
    }

    private static Instant step(Recount.Row row, long seconds) {
        return Instant.ofEpochSecond(Math.floorDiv(row.window(), seconds * 1_000_000_000L) * seconds);
    }

    private static List<String> group(String dimensions, Conversation who) {
        return dimensions.isEmpty()
                ? List.of()
                : Stream.of(dimensions.split(","))
                        .map(one -> DIMENSIONS.get(one).apply(who))
                        .toList();
    }

    private static String application(Conversation who) {
        var protocol = Conversation.PROTOCOLS.get(who.protocol());
        return who.serverPort() == 0 ? protocol : protocol + "/" + who.serverPort();
    }

    /** With the longest run of zeros of an IPv6 address as :: (RFC 5952, section 4.2). */
    static String text(InetAddress address) {
        var text = address.getHostAddress();
        return text.contains(":") ? text.replaceFirst("(^|:)0(:0)+(:|$)", "::") : text;
    }
}
