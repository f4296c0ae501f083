package io.tidemark.query.filter;

import static io.tidemark.query.filter.Grain.APPLICATION;
import static io.tidemark.query.filter.Grain.CONVERSATION;
import static io.tidemark.query.filter.Grain.PULSE;
import static io.tidemark.query.filter.Grain.WORKLOAD_PAIR;
import static io.tidemark.query.filter.Kind.ADDRESS;
import static io.tidemark.query.filter.Kind.INT;
import static io.tidemark.query.filter.Kind.STRING;

import io.tidemark.query.protocol.Protocol;
import io.tidemark.query.text.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Every field there is: the only place that says so. In SQL, {@code r} is the row, {@code src} and {@code dst} what its ends are
 * called; rows for the rest tell protocol and sums, of anything else nothing.
 */
public final class Fields {
    private static final Set<Grain> STORED = Set.of(APPLICATION, WORKLOAD_PAIR, CONVERSATION);
    private static final Set<Grain> NAMED = Set.of(WORKLOAD_PAIR, CONVERSATION);
    private static final Set<Grain> ADDRESSED = Set.of(CONVERSATION);

    private static final String TOLD = "CASE WHEN NOT r.other THEN ";
    private static final String END = " END";

    private static final Map<String, Field> ALL = new LinkedHashMap<>();

    static {
        ends(ADDRESS, "addr", Text.of("Address"), "%s in cidr(\"10.0.0.0/8\")", ADDRESSED);
        ends(STRING, "namespace", Text.of("Namespace of Kubernetes"), "%s == \"shop\"", NAMED);
        ends(STRING, "workload", Text.of("Name of the workload, or of the node"), "%s.startsWith(\"cart\")", NAMED);
        ends(
                STRING,
                "workload_kind",
                Text.of("Kind of the workload, or Node"),
                "%s in [\"Deployment\", \"StatefulSet\"]",
                NAMED);
        ends(STRING, "pod", Text.of("Name of the pod"), "%s.matches(\"^cart-[0-9a-f]+-\")", ADDRESSED);
        ends(STRING, "node", Text.of("Node that the pod runs on"), "%s == \"node-a\"", ADDRESSED);
        ends(STRING, "zone", Text.of("Zone that the node is in"), "%s.endsWith(\"-1a\")", ADDRESSED);
        ends(STRING, "service", Text.of("Service that selects the pod"), "%s == \"cart\"", ADDRESSED);
        ends(STRING, "network", Text.of("Label of an own network"), "%s == \"office\"", NAMED);
        ends(
                STRING,
                "country",
                Text.of("Country by the GeoIP database, ISO 3166-1 alpha-2"),
                "%s in [\"NZ\", \"AU\"]",
                NAMED);
        ends(INT, "as_number", Text.of("Number of the autonomous system (0: not known)"), "%s == 64496", NAMED);
        ends(STRING, "as_organization", Text.of("Who runs the autonomous system"), "%s.contains(\"Example\")", NAMED);
        ends(
                STRING,
                "entity",
                Text.of(
                        "Whom traffic is booked under: NAMESPACE/KIND/NAME of a workload, Node/NAME, network/LABEL, place/COUNTRY/AS, or unknown"),
                "%s == \"shop/Deployment/cart\"",
                NAMED);
        stored(
                INT,
                "dst.port",
                "",
                Text.of("Port of who was asked; 0: the protocol has none"),
                "dst.port in [80, 443]",
                told("r.server_port"));
        stored(
                STRING,
                "protocol",
                "",
                Text.of("IP protocol: tcp, udp, icmp, ..., or ip/NUMBER"),
                "protocol == \"udp\"",
                Protocol.sql("r.protocol"));
        stored(
                STRING,
                "application",
                "",
                Text.of("Protocol and port of who was asked: tcp/443; without ports the protocol alone: icmp"),
                "application == \"tcp/443\"",
                told(Protocol.sql("r.protocol")
                        + " || CASE WHEN r.server_port = 0 THEN '' ELSE '/' || r.server_port END"));
        sum("bytes", "bytes", Text.of("IP length, both ways"));
        sum("frame_bytes", "bytes", Text.of("Length on the wire, both ways"));
        sum("packets", "packets", Text.of("Packets, both ways"));
        way("forward", what -> Text.of("%s from who began to who was asked", what));
        way("reverse", what -> Text.of("%s from who was asked to who began", what));
        stored(INT, "flows", "flows", Text.of("Flow records"), "flows > 1", "r.flows");
        stored(
                INT,
                "retransmitted_packets",
                "packets",
                Text.of("TCP segments sent again"),
                "retransmitted_packets > 0",
                "r.retransmitted_packets");
        stored(
                INT,
                "out_of_order_packets",
                "packets",
                Text.of("TCP segments that came too late"),
                "out_of_order_packets > 0",
                "r.out_of_order_packets");
        stored(
                INT,
                "zero_windows",
                "packets",
                Text.of("TCP segments that closed the receive window"),
                "zero_windows > 0",
                "r.zero_windows");
        live(STRING, "node", "", Text.of("Node that counted (observation domain)"), "node == \"node-a\"");
        live(INT, "active_flows", "flows", Text.of("Rows in its flow tables"), "active_flows > 100000");
        live(
                INT,
                "received_packets",
                "packets",
                Text.of("Packets that its observation points received"),
                "received_packets > 0");
        live(INT, "dropped_packets", "packets", Text.of("Packets received and not metered"), "dropped_packets > 0");
    }

    private Fields() {}

    /** In the order they are declared. */
    public static List<Field> all() {
        return List.copyOf(ALL.values());
    }

    /** The field with this name, as it is written in filters. */
    public static Optional<Field> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** A field of who began, of who was asked, and of either. */
    private static void ends(Kind kind, String name, Text description, String example, Set<Grain> grains) {
        declare("src." + name, kind, Text.of("%s, of who began", description), example, sql("src", name, grains));
        declare("dst." + name, kind, Text.of("%s, of who was asked", description), example, sql("dst", name, grains));
        declare(Field.EITHER + name, kind, Text.of("%s, of either end", description), example, sql("", name, grains));
    }

    private static void declare(String name, Kind kind, Text description, String example, Map<Grain, String> sql) {
        add(new Field(name, kind, "", description, example.formatted(name), sql));
    }

    private static Map<Grain, String> sql(String end, String name, Set<Grain> grains) {
        var sql = new LinkedHashMap<Grain, String>();
        for (var grain : grains) {
            sql.put(
                    grain,
                    end.isEmpty()
                            ? ""
                            : switch (name) {
                                case "addr" -> told(end.equals("src") ? "r.client" : "r.server");
                                case "entity" -> told(entity(end));
                                case "as_number" -> told("coalesce(%s.as_number, 0)".formatted(end));
                                default -> told("coalesce(%s.%s, '')".formatted(end, name));
                            });
        }
        return sql;
    }

    /** A workload, else the label of a network, else a place, else "unknown". */
    private static String entity(String end) {
        return """
                CASE WHEN coalesce(%1$s.workload_kind, '') <> ''
                  THEN CASE %1$s.namespace WHEN '' THEN '' ELSE %1$s.namespace || '/' END || %1$s.workload_kind || '/' || %1$s.workload
                WHEN coalesce(%1$s.network, '') <> '' THEN 'network/' || %1$s.network
                WHEN coalesce(%1$s.country, '') <> '' OR coalesce(%1$s.as_number, 0) <> 0
                  THEN 'place/' || %1$s.country || CASE %1$s.as_number WHEN 0 THEN '' ELSE '/' || %1$s.as_number END
                ELSE 'unknown' END""".formatted(end);
    }

    /** NULL in the rows for the rest. */
    private static String told(String sql) {
        return TOLD + sql + END;
    }

    /** Whether it is NULL in the rows for the rest. */
    static boolean isTold(String sql) {
        return sql.startsWith(TOLD);
    }

    /** What it is in all other rows: columns alone, of which indexes and statistics know. */
    static String whereTold(String sql) {
        return isTold(sql) ? sql.substring(TOLD.length(), sql.length() - END.length()) : sql;
    }

    private static void sum(String name, String unit, Text description) {
        stored(INT, name, unit, description, name + " > 1000", "(r.forward_%s + r.reverse_%s)".formatted(name, name));
    }

    private static void way(String way, UnaryOperator<Text> description) {
        for (var name : List.of("bytes", "frame_bytes", "packets")) {
            var what =
                    switch (name) {
                        case "bytes" -> Text.of("IP length");
                        case "frame_bytes" -> Text.of("Length on the wire");
                        default -> Text.of("Packets");
                    };
            var field = way + "." + name;
            stored(
                    INT,
                    field,
                    name.equals("packets") ? name : "bytes",
                    description.apply(what),
                    field + " > 1000",
                    "r.%s_%s".formatted(way, name));
        }
    }

    private static void stored(Kind kind, String name, String unit, Text description, String example, String sql) {
        var grains = new LinkedHashMap<Grain, String>();
        STORED.forEach(grain -> grains.put(grain, sql));
        add(new Field(name, kind, unit, description, example, grains));
    }

    private static void live(Kind kind, String name, String unit, Text description, String example) {
        add(new Field(name, kind, unit, description, example, Map.of(PULSE, "")));
    }

    private static void add(Field field) {
        if (ALL.put(field.name(), field) != null) {
            throw new IllegalStateException(field.name() + " is declared twice");
        }
    }

    /** Names for a person; what each end has, and either, is told once: "{src,dst,any}.addr, dst.port". */
    public static String listed(Predicate<Field> which) {
        return ALL.values().stream()
                .filter(which)
                .filter(field -> !field.ofEitherEnd())
                .filter(field -> !field.name().startsWith("dst.")
                        || !ALL.containsKey(field.name().replaceFirst("^dst", "src")))
                .map(Field::name)
                .map(name -> name.replaceFirst("^src", "{src,dst,any}"))
                .collect(Collectors.joining(", "));
    }
}
