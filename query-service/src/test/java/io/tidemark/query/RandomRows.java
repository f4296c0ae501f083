package io.tidemark.query;

import io.tidemark.query.access.Access;
import io.tidemark.query.filter.Grain;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rows of a store, made at random, the same each time: in PostgreSQL and in memory, each as what it tells by the names of fields. Some
 * are rows of the rest, which tell protocol and sums alone.
 */
public final class RandomRows {
    /** Those that something is in, and one that nothing is in. */
    public static final List<String> NAMESPACES =
            List.of("shop", "kube-system", "pay", "it's {\"odd\\\"}, too", "nobody");

    private static final int ROWS = 400;
    private static final int ENDPOINTS = 15;

    private final Pool pool;
    private final String source;
    private final Instant start;
    private final Map<Grain, List<Map<String, String>>> rows = new HashMap<>();
    private final Map<Long, Map<String, String>> endpoints = new HashMap<>();

    private RandomRows(Pool pool, String source, Instant start) {
        this.pool = pool;
        this.source = source;
        this.start = start;
    }

    /** In windows of two minutes before the start and two after it. */
    public static RandomRows insert(Pool pool, String source, Instant start) {
        var made = new RandomRows(pool, source, start);
        for (var day : List.of(start.minusSeconds(120), start.plusSeconds(120))) {
            made.run("SELECT create_time_partition('10s', '%1$s'), create_time_partition('names', '%1$s')"
                    .formatted(day));
        }
        var random = new Random(11);
        for (long id = 1; id <= ENDPOINTS; id++) {
            made.endpoint(id, random);
        }
        for (int i = 0; i < ROWS; i++) {
            made.row(Grain.CONVERSATION, i, random);
            made.row(Grain.WORKLOAD_PAIR, i, random);
            made.row(Grain.APPLICATION, i, random);
        }
        made.closings();
        return made;
    }

    /** They say that there is something that no rollup has yet. */
    private void closings() {
        run(
                "INSERT INTO closed_window SELECT t, '%s', 0, 0, t + '10s', true, now(), true FROM generate_series('%s'::timestamptz, '%s', '10s') t"
                        .formatted(source, start.minusSeconds(120), start.plusSeconds(110)));
    }

    /** The rows of a grain. */
    public List<Map<String, String>> of(Grain grain) {
        return rows.get(grain);
    }

    /** The rows of a grain that somebody sees, with the names that they see: what row-level security should come to. */
    public List<Map<String, String>> seen(Grain grain, Access access) {
        return access.all()
                ? of(grain)
                : of(grain).stream()
                        .filter(row -> row.containsKey("src.namespace"))
                        .filter(row -> access.namespaces().contains(row.get("src.namespace"))
                                || access.namespaces().contains(row.get("dst.namespace")))
                        .map(row -> named(row, access))
                        .toList();
    }

    private Map<String, String> named(Map<String, String> row, Access access) {
        var seen = new HashMap<>(row);
        for (var end : List.of("src.", "dst.")) {
            var namespace = row.get(end + "namespace");
            if (!access.peersNamed()
                    && !namespace.isEmpty()
                    && !access.namespaces().contains(namespace)) {
                names(end, 0, seen);
            }
        }
        return seen;
    }

    /** The start of a row's window, seconds since 1970. */
    public static long window(Map<String, String> row) {
        return Long.parseLong(row.get("window"));
    }

    private void endpoint(long id, Random random) {
        var names = new LinkedHashMap<String, String>();
        boolean workload = id % 3 == 0;
        names.put("namespace", workload ? one(random, "shop", "kube-system", "pay", "it's {\"odd\\\"}, too", "") : "");
        names.put("workload_kind", workload ? one(random, "Deployment", "Node") : "");
        names.put("workload", workload ? one(random, "cart", "it's", "a|b") : "");
        names.put("pod", workload ? one(random, "cart-0", "db-1") : "");
        names.put("node", one(random, "node-a", "node-b", ""));
        names.put("zone", one(random, "z1", "z2"));
        names.put("service", one(random, "cart", ""));
        names.put("network", id % 3 == 1 ? one(random, "office", "\"quoted\\") : "");
        names.put("country", id % 3 == 2 ? one(random, "NZ", "AU", "") : "");
        names.put("as_number", id % 3 == 2 ? one(random, "64496", "4200000000", "0") : "0");
        names.put("as_organization", one(random, "Example Net", "Ä \uD83D\uDE00", ""));
        run("INSERT INTO endpoint VALUES (date_trunc('day', '%s'::timestamptz, 'UTC'), %d, %s)"
                .formatted(
                        start,
                        id,
                        String.join(
                                ", ",
                                names.values().stream()
                                        .map(value -> "'" + value.replace("'", "''") + "'")
                                        .toList())));
        names.put("entity", entity(names));
        endpoints.put(id, names);
    }

    private static String entity(Map<String, String> names) {
        if (!names.get("workload_kind").isEmpty()) {
            var namespace = names.get("namespace");
            return (namespace.isEmpty() ? "" : namespace + "/") + names.get("workload_kind") + "/"
                    + names.get("workload");
        }
        if (!names.get("network").isEmpty()) {
            return "network/" + names.get("network");
        }
        var number = names.get("as_number").equals("0") ? "" : "/" + names.get("as_number");
        return names.get("country").isEmpty() && number.isEmpty()
                ? "unknown"
                : "place/" + names.get("country") + number;
    }

    private void row(Grain grain, int i, Random random) {
        var told = new HashMap<String, String>();
        long window = start.getEpochSecond() + 10L * (random.nextInt(24) - 12);
        boolean other = random.nextInt(6) == 0;
        var protocol = one(random, "6", "17", "58");
        var port = other ? "0" : one(random, "0", "53", "443");
        var client = other ? "::" : one(random, "10.0.0.1", "10.0.0.2", "2001:db8::1");
        var server = other ? "::" : one(random, "10.0.0.2", "10.0.0.3", "::ffff:10.0.0.2");
        long clientId = other ? 0 : random.nextInt(ENDPOINTS + 2);
        long serverId = other ? 0 : random.nextInt(ENDPOINTS + 2);
        var sums = random.longs(10, 0, 100).toArray();
        var word = protocol.equals("6") ? "tcp" : protocol.equals("17") ? "udp" : "icmpv6";
        told.put("window", Long.toString(window));
        told.put("protocol", word);
        if (!other) {
            told.put("dst.port", port);
            told.put("application", port.equals("0") ? word : word + "/" + port);
        }
        if (!other && grain == Grain.CONVERSATION) {
            told.put("src.addr", client);
            told.put("dst.addr", server);
        }
        if (!other && grain != Grain.APPLICATION) {
            names("src.", clientId, told);
            names("dst.", serverId, told);
        }
        told.put("flows", Long.toString(sums[0]));
        told.put("packets", Long.toString(sums[1] + sums[4]));
        told.put("bytes", Long.toString(sums[2] + sums[5]));
        told.put("frame_bytes", Long.toString(sums[3] + sums[6]));
        told.put("retransmitted_packets", Long.toString(sums[7]));
        told.put("out_of_order_packets", Long.toString(sums[8]));
        told.put("zero_windows", Long.toString(sums[9]));
        rows.computeIfAbsent(grain, _ -> new ArrayList<>()).add(told);
        var values =
                String.join(", ", Arrays.stream(sums).mapToObj(Long::toString).toList());
        // each row has a revision of its own, so that keys may come again
        var key = "to_timestamp(%d), '%s', 0, %d, ".formatted(window, source, i);
        run(
                switch (grain) {
                    case CONVERSATION ->
                        "INSERT INTO conversation VALUES (%s'%s', '%s', %s, %s, %s, %s, %d, %d)"
                                .formatted(key, client, server, port, protocol, other, values, clientId, serverId);
                    case WORKLOAD_PAIR ->
                        "INSERT INTO workload_pair VALUES (%s%d, %d, %s, %s, %s, %s)"
                                .formatted(key, clientId, serverId, protocol, port, other, values);
                    case APPLICATION, PULSE ->
                        "INSERT INTO application VALUES (%s%s, %s, %s, %s)"
                                .formatted(key, protocol, port, other, values);
                });
    }

    /** Of whom nothing is known, each name is empty. */
    private void names(String end, long id, Map<String, String> told) {
        var known = endpoints.get(id);
        endpoints
                .get(1L)
                .keySet()
                .forEach(name -> told.put(
                        end + name,
                        known != null
                                ? known.get(name)
                                : switch (name) {
                                    case "as_number" -> "0";
                                    case "entity" -> "unknown";
                                    default -> "";
                                }));
    }

    private static String one(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    private void run(String sql) {
        pool.query(sql).execute().await().indefinitely();
    }
}
