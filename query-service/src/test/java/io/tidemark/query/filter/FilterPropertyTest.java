package io.tidemark.query.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/** What PostgreSQL takes is what cel-java's interpreter takes of the same rows, which knows nothing of our SQL. */
class FilterPropertyTest {
    private static final int ROWS = 300;
    private static final List<String> NAMES = List.of(
            "",
            "shop",
            "cart",
            "cart-0",
            "kube-system",
            "a'b",
            "'; DROP TABLE r; --",
            "%",
            "_",
            "\\",
            "$1",
            "Ä",
            "shop.cart");
    private static final List<String> ADDRESSES = List.of(
            "10.0.0.1",
            "10.0.0.2",
            "10.1.0.1",
            "192.168.0.255",
            "2001:db8::1",
            "2001:db8:1::",
            "::",
            "::ffff:10.0.0.1");
    private static final List<String> NETWORKS = List.of(
            "10.0.0.0/8",
            "10.0.0.1/32",
            "10.0.0.3/31",
            "0.0.0.0/0",
            "::/0",
            "2001:db8::/33",
            "::ffff:0:0/96",
            "192.168.0.0/17");
    private static final List<String> EXPRESSIONS = List.of(
            "^cart",
            "o",
            "^$",
            "[^a-z]",
            "(?i)SHOP",
            "^.{4}$",
            "\\\\d",
            "^(cart|shop)$",
            "a+?",
            "\\\\.",
            "[\\\\w-]+-\\\\d",
            "(?:ca|k)[r-u]",
            "[]a]");
    private static final List<Long> NUMBERS =
            List.of(0L, 1L, 80L, 443L, 65535L, 1_000_000L, Long.MAX_VALUE, Long.MIN_VALUE + 1, -1L);

    private static Path folder;
    private static EmbeddedDatabase database;
    private static Connection connection;
    private static final List<Map<String, Object>> rows = new ArrayList<>();

    @BeforeContainer
    static void rowsAreInPostgres() throws IOException, SQLException {
        folder = Files.createTempDirectory("tidemark-filter-test");
        database = EmbeddedDatabase.start(folder, 0);
        connection = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
        org.flywaydb.core.Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .load()
                .migrate();
        run("CREATE TABLE rows (id integer, LIKE conversation)");
        run("CREATE TABLE names (LIKE endpoint)");
        var random = new Random(5);
        for (long id = 1; id <= NAMES.size(); id++) {
            insertEndpoint(id, random);
        }
        for (int id = 0; id < ROWS; id++) {
            insertRow(id, random);
        }
    }

    @AfterContainer
    static void backendsStop() throws SQLException, IOException {
        connection.close();
        database.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Property(tries = 1500)
    void postgresTakesTheRowsThatCelTakes(@ForAll("conditions") Condition condition) throws SQLException {
        var taken = inPostgres(condition.text());

        assertThat(taken).as(condition.text()).isEqualTo(inCel(condition.expanded()));
        Statistics.collect(taken.isEmpty() ? "none" : taken.size() == ROWS ? "all" : "some");
        Statistics.coverage(coverage -> coverage.check("some").percentage(some -> some > 40));
    }

    /** A condition as it is asked, and written without fields of either end. */
    record Condition(String text, String expanded) {
        static Condition of(String text) {
            return text.contains("any.")
                    ? new Condition(
                            text, "(%s || %s)".formatted(text.replace("any.", "src."), text.replace("any.", "dst.")))
                    : new Condition(text, text);
        }

        Condition not() {
            return new Condition("!(" + text + ")", "!(" + expanded + ")");
        }

        Condition joined(String operator, Condition other) {
            return new Condition(
                    "(%s) %s (%s)".formatted(text, operator, other.text),
                    "(%s) %s (%s)".formatted(expanded, operator, other.expanded));
        }
    }

    @Provide
    Arbitrary<Condition> conditions() {
        return conditions(3);
    }

    private Arbitrary<Condition> conditions(int depth) {
        var comparison = Arbitraries.oneOf(
                        numbers(), strings(), functions(), addresses(), Arbitraries.of("true", "false"))
                .map(Condition::of);
        if (depth == 0) {
            return comparison;
        }
        var inner = conditions(depth - 1);
        return Arbitraries.oneOf(
                comparison,
                inner.map(Condition::not),
                Combinators.combine(inner, Arbitraries.of("&&", "||", "==", "!="), inner)
                        .as((a, operator, b) -> a.joined(operator, b)));
    }

    private static Arbitrary<String> numbers() {
        var field = Arbitraries.of(fields(Kind.INT));
        var number = Arbitraries.of(NUMBERS).map(Object::toString);
        var operator = Arbitraries.of("==", "!=", "<", "<=", ">", ">=");
        return Arbitraries.oneOf(
                Combinators.combine(field, operator, Arbitraries.oneOf(number, field))
                        .as("%s %s %s"::formatted),
                Combinators.combine(field, number.list().ofMinSize(1).ofMaxSize(4))
                        .as((name, list) -> "%s in [%s]".formatted(name, String.join(", ", list))));
    }

    private static Arbitrary<String> strings() {
        var field = Arbitraries.of(fields(Kind.STRING));
        var string = texts();
        var operator = Arbitraries.of("==", "!=", "<", "<=", ">", ">=");
        return Arbitraries.oneOf(
                Combinators.combine(field, operator, Arbitraries.oneOf(string, field))
                        .as("%s %s %s"::formatted),
                Combinators.combine(field, string.list().ofMinSize(1).ofMaxSize(4))
                        .as((name, list) -> "%s in [%s]".formatted(name, String.join(", ", list))));
    }

    private static Arbitrary<String> functions() {
        var field = Arbitraries.of(fields(Kind.STRING));
        return Arbitraries.oneOf(
                Combinators.combine(
                                field,
                                Arbitraries.of("contains", "startsWith", "endsWith"),
                                Arbitraries.oneOf(texts(), field))
                        .as("%s.%s(%s)"::formatted),
                Combinators.combine(field, Arbitraries.of(EXPRESSIONS)).as("%s.matches(\"%s\")"::formatted));
    }

    private static Arbitrary<String> addresses() {
        var field = Arbitraries.of(fields(Kind.ADDRESS));
        var address = Arbitraries.of(ADDRESSES).map("ip(\"%s\")"::formatted);
        return Arbitraries.oneOf(
                Combinators.combine(field, Arbitraries.of("==", "!="), Arbitraries.oneOf(address, field))
                        .as("%s %s %s"::formatted),
                Combinators.combine(field, Arbitraries.of(NETWORKS)).as("%s in cidr(\"%s\")"::formatted),
                Combinators.combine(field, address.list().ofMinSize(1).ofMaxSize(3))
                        .as((name, list) -> "%s in [%s]".formatted(name, String.join(", ", list))));
    }

    /** Mostly what is in the rows, else anything. */
    private static Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(4, Arbitraries.of(NAMES)),
                        net.jqwik.api.Tuple.of(
                                1,
                                Arbitraries.strings()
                                        .withCharRange(' ', '\u02FF')
                                        .ofMaxLength(6)))
                .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }

    private static List<String> fields(Kind kind) {
        return Fields.all().stream()
                .filter(field -> field.isOf(Grain.CONVERSATION) && field.kind() == kind)
                .map(Field::name)
                .toList();
    }

    private static TreeSet<Integer> inPostgres(String text) throws SQLException {
        var values = new ArrayList<Object>();
        var condition = Filter.parse(text).condition(Grain.CONVERSATION, value -> {
            values.add(value);
            return "?";
        });
        var sql = "SELECT r.id FROM rows r LEFT JOIN names src ON src.id = r.client_endpoint"
                + " LEFT JOIN names dst ON dst.id = r.server_endpoint WHERE " + condition;
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(
                        i + 1,
                        switch (values.get(i)) {
                            case Long[] array -> connection.createArrayOf("bigint", array);
                            case String[] array -> connection.createArrayOf("text", array);
                            case Object value -> value;
                        });
            }
            var ids = new TreeSet<Integer>();
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    ids.add(found.getInt(1));
                }
            }
            return ids;
        }
    }

    private static TreeSet<Integer> inCel(String text) {
        var filter = Evaluation.of(Language.check(text));
        var ids = new TreeSet<Integer>();
        for (int id = 0; id < ROWS; id++) {
            if (filter.test(rows.get(id))) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static final Map<Long, Map<String, Object>> endpoints = new LinkedHashMap<>();

    private static void insertEndpoint(long id, Random random) throws SQLException {
        var columns = List.of(
                "namespace", "workload_kind", "workload", "pod", "node", "zone", "service", "network", "country");
        var endpoint = new LinkedHashMap<String, Object>();
        columns.forEach(column -> endpoint.put(column, one(NAMES, random)));
        endpoint.put("as_number", random.nextInt(3) * 40L);
        endpoint.put("as_organization", one(NAMES, random));
        endpoints.put(id, endpoint);
        var stored = List.copyOf(endpoint.values());
        endpoint.put("entity", entity(endpoint));
        try (var insert =
                connection.prepareStatement("INSERT INTO names VALUES (now(), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, id);
            int i = 2;
            for (var value : stored) {
                insert.setObject(i++, value);
            }
            insert.execute();
        }
    }

    private static String entity(Map<String, Object> endpoint) {
        if (!endpoint.get("workload_kind").equals("")) {
            return (endpoint.get("namespace").equals("") ? "" : endpoint.get("namespace") + "/")
                    + endpoint.get("workload_kind") + "/" + endpoint.get("workload");
        }
        if (!endpoint.get("network").equals("")) {
            return "network/" + endpoint.get("network");
        }
        var number = endpoint.get("as_number").equals(0L) ? "" : "/" + endpoint.get("as_number");
        return endpoint.get("country").equals("") && number.isEmpty()
                ? "unknown"
                : "place/" + endpoint.get("country") + number;
    }

    private static void insertRow(int id, Random random) throws SQLException {
        boolean other = random.nextInt(8) == 0;
        var client = other ? "::" : one(ADDRESSES, random);
        var server = other ? "::" : one(ADDRESSES, random);
        long port = other ? 0 : one(List.of(0L, 80L, 443L, 65535L), random);
        int protocol = one(List.of(6, 17, 58, 253), random);
        var sums = random.longs(10, 0, 100).toArray();
        sums[2] = one(List.of(1_000_000L, 1L, 0L), random);
        long clientEndpoint = other ? 0 : random.nextLong(NAMES.size() + 1L);
        long serverEndpoint = other ? 0 : random.nextLong(NAMES.size() + 1L);
        var row = new LinkedHashMap<String, Object>();
        if (!other) {
            row.put("src.addr", Address.of(client));
            row.put("dst.addr", Address.of(server));
            row.put("dst.port", port);
            ends("src.", clientEndpoint, row);
            ends("dst.", serverEndpoint, row);
        }
        var word = protocol == 6 ? "tcp" : protocol == 17 ? "udp" : protocol == 58 ? "icmpv6" : "ip/253";
        row.put("protocol", word);
        if (!other) {
            row.put("application", port == 0 ? word : word + "/" + port);
        }
        row.put("flows", sums[0]);
        var names = List.of("packets", "bytes", "frame_bytes");
        for (int i = 0; i < 3; i++) {
            row.put("forward." + names.get(i), sums[1 + i]);
            row.put("reverse." + names.get(i), sums[4 + i]);
            row.put(names.get(i), sums[1 + i] + sums[4 + i]);
        }
        row.put("retransmitted_packets", sums[7]);
        row.put("out_of_order_packets", sums[8]);
        row.put("zero_windows", sums[9]);
        rows.add(row);
        try (var insert = connection.prepareStatement(
                "INSERT INTO rows VALUES (?, now(), 'live', 0, 0, ?::text::inet, ?::text::inet, ?, ?, ?,"
                        + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')")) {
            var values = new ArrayList<Object>(List.of(id, client, server, (int) port, protocol, other));
            java.util.Arrays.stream(sums).forEach(values::add);
            values.add(clientEndpoint);
            values.add(serverEndpoint);
            for (int i = 0; i < values.size(); i++) {
                insert.setObject(i + 1, values.get(i));
            }
            insert.execute();
        }
    }

    /** Of whom nothing is known, each name is empty. */
    private static void ends(String end, long id, Map<String, Object> row) {
        var known = endpoints.get(id);
        endpoints
                .get(1L)
                .forEach((name, like) -> row.put(
                        end + name,
                        known != null
                                ? known.get(name)
                                : name.equals("entity") ? "unknown" : like instanceof Long ? (Object) 0L : ""));
    }

    private static <T> T one(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
