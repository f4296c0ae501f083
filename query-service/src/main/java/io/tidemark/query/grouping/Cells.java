package io.tidemark.query.grouping;

import io.tidemark.query.filter.Field;
import io.tidemark.query.filter.Fields;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.filter.Grain;
import io.tidemark.query.filter.Kind;
import io.tidemark.query.range.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The beginning of every statement over groups: a WITH of the relations
 *
 * <ul>
 *   <li>{@code base}: rows summed up by the columns that the dimensions read, so that texts are made and names looked up for few; and
 *       their {@code names};
 *   <li>{@code cells}: sums by group, {@code a0, a1, ...} of who began and {@code b0, b1, ...} of who was asked; NULL what the
 *       rows of the rest do not tell;
 *   <li>{@code sides}, where a group has what either end has: sums of each group of who began, and of each of who was asked;
 *   <li>{@code ends}: sums of each group {@code k0, k1, ...} that a cell counts for;
 *   <li>{@code groups}: the same without steps;
 *   <li>{@code page}: the groups that are told, of {@code ranked} with the sums that these alone have; and {@code listed}: these, and those of the pages before.
 * </ul>
 *
 * <p>Of addresses there are tens of thousands, and what is done to each of them counts. So no step sums up again what is summed up already,
 * and of hosts, which are few beside the conversations between them, conversations are never summed up.
 */
public final class Cells {
    private static final Pattern COLUMN = Pattern.compile("\\br\\.(\\w+)");
    /** So many groups have their rows found by address; of more it takes less to look at all (200 take five times as long). */
    private static final int FEW = 20;

    private static final Pattern WORD = Pattern.compile("\\w+");

    private final Sql sql;
    private final Grain grain;
    private final Grouping grouping;
    private final Map<String, String> sums;
    /** Sums that the page alone has: of few it takes less to read their rows again. */
    private final Map<String, String> ofPage = new LinkedHashMap<>();

    private boolean few; // groups are listed: their rows are found by address
    private Filter filter;
    private boolean stepped;
    private boolean ofRows; // cells are rows of the store
    private String remaining = "true"; // of groups, those that no page before had

    private Cells(Sql sql, Grain grain, Grouping grouping, Map<String, String> sums) {
        this.sql = sql;
        this.grain = grain;
        this.grouping = grouping;
        this.sums = sums;
    }

    /** @param sql begun with the range; the statement is added to it */
    public static Cells of(Sql sql, Grain grain, Grouping grouping, Metric metric) {
        var sums = new LinkedHashMap<String, String>();
        sums.put("value", metric.expression());
        return new Cells(sql, grain, grouping, sums);
    }

    /** With further sums: packets, bytes, frame_bytes, flows, retransmitted_packets. */
    public Cells withVolume() {
        for (var metric :
                List.of(Metric.PACKETS, Metric.BYTES, Metric.FRAME_BYTES, Metric.FLOWS, Metric.RETRANSMITTED_PACKETS)) {
            sums.put(metric.label(), metric.expression());
        }
        return this;
    }

    /** The same; what is not in the page may be without. */
    public Cells withVolumeOf(Listed page) {
        few = isFew(page);
        return withVolume();
    }

    private static boolean isFew(Listed listed) {
        return switch (listed) {
            case Listed.Largest largest -> largest.after() == null && largest.limit() <= FEW;
            case Listed.Given given -> given.groups().size() <= FEW;
        };
    }

    /**
     * Adds {@code base} and {@code cells}.
     *
     * @param step null: not split by time; else column {@code step} is in all relations but groups, page and listed
     */
    public Cells cells(Filter filter, Steps step) {
        this.filter = filter;
        stepped = step != null;
        var at = stepped ? step.sql(sql) + " AS step, " : "";
        if (few && isFoundByAddresses()) {
            ofPage.putAll(sums);
            ofPage.remove("value");
            sums.keySet().removeAll(ofPage.keySet());
        }
        var raw = raw();
        var rows = filter.rows(sql, grain, read(raw, sums));
        ofRows = isDirect() && grouping.ofEitherEnd() && filter.isAll();
        if (ofRows) {
            sql.add("WITH cells AS NOT MATERIALIZED (SELECT " + at + String.join(", ", raw) + ", " + keys() + ", "
                    + each(Map.Entry::getValue) + " FROM (SELECT * FROM " + rows + ") r)");
            return this;
        }
        sql.add("WITH base AS MATERIALIZED (SELECT " + at + String.join(", ", raw) + ", "
                        + totals(
                                sums.entrySet().stream()
                                        .filter(sum -> stored(sum).equals(sum.getKey())),
                                Map.Entry::getValue))
                .add("  FROM " + rows + " GROUP BY " + numbers(raw.size() + (stepped ? 1 : 0)) + "),");
        if (isDirect()) {
            sql.add("cells AS NOT MATERIALIZED (SELECT " + step() + String.join(", ", raw) + ", " + keys() + ", "
                    + each(this::stored) + " FROM base r)");
            return this;
        }
        if (isNamed()) {
            sql.add("names AS MATERIALIZED (SELECT DISTINCT ON (id) * FROM endpoint WHERE " + sql.days()
                    + " AND id IN ("
                    + ends().map(end -> "SELECT " + end + "_endpoint FROM base").collect(Collectors.joining(" UNION "))
                    + ") ORDER BY id),");
        }
        sql.add("cells AS MATERIALIZED (SELECT " + step() + keys() + names() + ", " + totals(sum -> "r." + stored(sum))
                + " FROM base r" + joins() + " GROUP BY " + numbers((stepped ? 1 : 0) + keyCount()) + ")");
        return this;
    }

    /** The column of base that has a sum: the value is none of its own where it is one of the volume. */
    private String stored(Map.Entry<String, String> sum) {
        return sum.getValue().equals(sums.get("value")) ? "value" : sum.getKey();
    }

    /**
     * Whether cells are what is read, and no two are of one group: what tells an address tells all of its key, without a name. There are so
     * many that to sum up twice costs more than it saves. Column {@code other} says of which cells nothing is told.
     */
    private boolean isDirect() {
        return !isNamed()
                && grouping.dimensions().stream()
                        .anyMatch(dimension -> dimension.field().kind() == Kind.ADDRESS);
    }

    /** Whether an index leads to the rows of a group: of both addresses, where no filter is in the way. */
    private boolean isFoundByAddresses() {
        return !stepped
                && filter.isAll()
                && isDirect()
                && grouping.dimensions().containsAll(List.of(Dimension.SRC_ADDR, Dimension.DST_ADDR));
    }

    /** Adds {@code ends} and {@code groups}. */
    public Cells groups() {
        if (grouping.ofEitherEnd()) {
            ofEitherEnd();
        } else {
            sql.add(", ends AS NOT MATERIALIZED (SELECT " + step() + list(i -> "a" + i + " AS k" + i) + named("a", "n")
                    + (isDirect() ? ", " + String.join(", ", raw()) : "") + ", " + plain() + " FROM cells WHERE "
                    + (isDirect() ? "NOT other" : told("a")) + ")");
        }
        sql.add(", groups AS "
                + (stepped
                        ? "(SELECT " + list(i -> "k" + i) + most() + ", " + sums("ends") + " FROM ends GROUP BY "
                                + numbers(size()) + ")"
                        : "NOT MATERIALIZED (SELECT * FROM ends)"));
        return this;
    }

    /** Both ends in one pass; who was asked has no group where it would be that of who began. */
    private void ofEitherEnd() {
        sql.add(", sides AS (SELECT " + step()
                        + list(i -> (ofEitherEnd(i) ? "coalesce(a" + i + ", b" + i + ")" : "a" + i) + " AS k" + i)
                        + ", grouping(" + either(i -> "a" + i) + ") = 0 AS began"
                        + entities(i -> ", max(na%d) AS na%d, max(nb%d) AS nb%d".formatted(i, i, i, i))
                        + ", " + totals(Map.Entry::getKey))
                .add("  FROM (SELECT " + step() + list(i -> "a" + i) + ", "
                        + either(i -> "CASE WHEN NOT (" + isOfOneGroup() + ") THEN b" + i + " END AS b" + i)
                        + named("a", "na") + named("b", "nb") + ", " + plain() + " FROM cells) c")
                .add("  GROUP BY GROUPING SETS ((" + step() + list(i -> "a" + i) + "), (" + step() + list(this::other)
                        + "))),")
                .add("ends AS MATERIALIZED (SELECT " + step() + list(i -> "k" + i)
                        + entities(i -> ", max(CASE WHEN began THEN na%d ELSE nb%d END) AS n%d".formatted(i, i, i))
                        + ", " + totals(Map.Entry::getKey) + " FROM sides WHERE " + told("k") + " GROUP BY "
                        + numbers(size() + (stepped ? 1 : 0)) + ")");
    }

    private String isOfOneGroup() {
        return "(" + list(i -> "a" + i) + ") IS NOT DISTINCT FROM (" + list(this::other) + ")";
    }

    /** Adds {@code page}, {@code listed} and {@code counts}. */
    public Cells page(Listed listed) {
        switch (listed) {
            case Listed.Largest largest -> largest(largest);
            case Listed.Given given -> given(given);
        }
        sql.add(", counts AS (SELECT " + counts("true") + " FROM groups)");
        return this;
    }

    private void largest(Listed.Largest largest) {
        remaining = largest.after() == null ? "true" : after(largest.after());
        var limit = sql.bind(largest.limit());
        // the least value of the page first: keys, which order what is equal, are made of no others
        sql.add(page() + "(SELECT * FROM groups WHERE value >= (SELECT min(value) FROM (SELECT value FROM groups WHERE "
                        + remaining + " ORDER BY value DESC LIMIT " + limit + ") largest) AND " + remaining)
                .add("  ORDER BY " + order("groups") + " LIMIT " + limit + ")")
                .add(sumsOfPage())
                .add(", listed AS (SELECT " + list(i -> "k" + i) + ", value FROM page UNION ALL SELECT "
                        + list(i -> "k" + i) + ", value FROM groups WHERE NOT " + remaining + ")");
    }

    private void given(Listed.Given given) {
        var columns = IntStream.range(0, size())
                .mapToObj(i -> sql.bind(given.groups().stream()
                                .map(group -> group.get(i))
                                .toArray(String[]::new))
                        + "::text[]")
                .collect(Collectors.joining(", "));
        sql.add(page() + "(SELECT groups.* FROM groups JOIN (SELECT "
                        + list(i -> kind(i).ofText("u" + i) + " AS k" + i)
                        + " FROM unnest(" + columns + ") AS u(" + list(i -> "u" + i) + ")) given USING ("
                        + list(i -> "k" + i) + "))")
                .add(sumsOfPage())
                .add(", listed AS (SELECT " + list(i -> "k" + i) + ", value FROM page)");
    }

    private String page() {
        return ofPage.isEmpty() ? ", page AS " : ", ranked AS ";
    }

    /** The page, of what is ranked, and its further sums. */
    private String sumsOfPage() {
        if (ofPage.isEmpty()) {
            return "";
        }
        var raw = raw();
        var key = String.join(", ", raw);
        return ", page AS (SELECT ranked.*, " + String.join(", ", ofPage.keySet()) + " FROM ranked JOIN (SELECT " + key
                + ", " + totals(ofPage.entrySet().stream(), Map.Entry::getValue) + "\n  FROM "
                + filter.rows(sql, grain, read(raw, ofPage))
                + " WHERE client = ANY(ARRAY(SELECT client FROM ranked)) AND server = ANY(ARRAY(SELECT server FROM ranked)) GROUP BY "
                + key + ") volume USING (" + key + "))";
    }

    private String counts(String told) {
        return "count(*) FILTER (WHERE %s) AS total_rows, count(*) FILTER (WHERE %s AND %s) AS remaining"
                .formatted(told, told, remaining);
    }

    private String after(Listed.After after) {
        var value = sql.bind(after.value()) + "::bigint";
        return "(value < %s OR value = %s AND (%s) > (%s))"
                .formatted(
                        value,
                        value,
                        list(i -> kind(i).order("k" + i)),
                        list(i -> kind(i).ofText(sql.bind(after.group().get(i)))));
    }

    /** The values of the groups of a relation as text, t0, t1, ..., and their names, n0, n1, ... */
    public String texts(String relation) {
        return list(i -> kind(i).text(relation + ".k" + i) + " AS t" + i) + ", "
                + list(i -> (isEntity(i) ? relation + ".n" + i : "NULL::text") + " AS n" + i);
    }

    /** The order of groups: the largest first, ties by their values. */
    public String order(String relation) {
        return relation + ".value DESC, " + list(i -> kind(i).order(relation + ".k" + i));
    }

    /** The condition that a cell counts for a group that is listed. */
    public String isListed() {
        var ofClient = "coalesce(" + isListed(i -> "a" + i) + ", false)";
        return grouping.ofEitherEnd()
                ? "(" + ofClient + " OR coalesce(" + isListed(this::other) + ", false))"
                : ofClient;
    }

    private String isListed(IntFunction<String> key) {
        return "(%s) IN (SELECT %s FROM listed)".formatted(list(key), list(i -> "k" + i));
    }

    /** What of all cells counts for no group that is listed, where a group has one end and a cell counts for one group. */
    public String rest() {
        return "coalesce(total(value), 0) - " + ofListed();
    }

    private static String ofListed() {
        return "(SELECT coalesce(total(value), 0) FROM listed)";
    }

    /**
     * A relation of one row, not split by time: how many groups there are ({@code total_rows}), how many of them no page before had
     * ({@code remaining}), the sum of all cells ({@code total}), and what of it counts for no group that is listed ({@code rest}). Where a cell
     * is a group all are told in one pass. Where a group has either end, those who began have the sum of all, and a cell between two that are
     * listed is in both.
     */
    public String totals() {
        return grouping.ofEitherEnd()
                ? "(SELECT *, total - " + ofListed() + " + (SELECT coalesce(total(value), 0) FROM cells WHERE "
                        + isBetweenListed() + ") AS rest FROM counts,"
                        + " (SELECT coalesce(total(value), 0) AS total FROM sides WHERE began) sums)"
                : "(SELECT *, total - " + ofListed() + " AS rest FROM (SELECT "
                        + counts(isDirect() ? "NOT other" : told("k"))
                        + ", coalesce(total(value), 0) AS total FROM (SELECT "
                        + (isDirect() ? "other, " : "") + list(i -> "a" + i + " AS k" + i)
                        + ", value FROM cells) cell) counted)";
    }

    /** What lies between a few addresses is found in an index. */
    private String isBetweenListed() {
        var condition = isListed(i -> "a" + i) + " AND " + isListed(this::other) + " AND NOT (" + isOfOneGroup() + ")";
        return ofRows && few
                ? condition + " AND " + isAddressListed("client") + " AND " + isAddressListed("server")
                : condition;
    }

    private String isAddressListed(String column) {
        int host =
                IntStream.range(0, size()).filter(this::ofEitherEnd).findFirst().orElseThrow();
        return "%s = ANY(ARRAY(SELECT k%d FROM listed))".formatted(column, host);
    }

    /** The column of cells that has the name of a dimension's value; NULL where the value tells it. */
    public String name(int i) {
        return isEntity(i) ? "na" + i : "NULL::text";
    }

    /** A value of a dimension, as text. */
    public String text(int i, String value) {
        return kind(i).text(value);
    }

    /** What orders the values of a dimension. */
    public String order(int i, String value) {
        return kind(i).order(value);
    }

    /** The sums of a relation's rows, under their names. */
    public String sums(String relation) {
        return totals(sum -> relation + "." + sum.getKey());
    }

    /** The names of the sums, with commas between. */
    public String sumColumns() {
        return plain();
    }

    /** The keys k0, k1, ..., with commas between. */
    public String keyColumns() {
        return list(i -> "k" + i);
    }

    /** How many columns a key has: nothing is one, of a constant. */
    private int size() {
        return Math.max(1, grouping.dimensions().size());
    }

    private Kind kind(int i) {
        return grouping.dimensions().isEmpty()
                ? Kind.STRING
                : grouping.dimensions().get(i).field().kind();
    }

    private boolean isEntity(int i) {
        return !grouping.dimensions().isEmpty() && grouping.dimensions().get(i).isEntity();
    }

    private boolean ofEitherEnd(int i) {
        return !grouping.dimensions().isEmpty()
                && grouping.dimensions().get(i).field().ofEitherEnd();
    }

    /** The column of the group of who was asked: the same as of who began where the dimension has one end. */
    private String other(int i) {
        return (ofEitherEnd(i) ? "b" : "a") + i;
    }

    private String value(int i, String end) {
        if (grouping.dimensions().isEmpty()) {
            return "'total'::text";
        }
        var field = grouping.dimensions().get(i).field();
        return Fields.named(field.at(end)).orElseThrow().sql().get(grain);
    }

    /** Columns of the store that the dimensions read. */
    private List<String> raw() {
        var columns = new TreeSet<String>();
        for (int i = 0; i < size(); i++) {
            for (var end : List.of("src", "dst")) {
                var value = value(i, end);
                COLUMN.matcher(value).results().forEach(column -> columns.add(column.group(1)));
                if (value.contains("src.")) {
                    columns.add(Field.endpoint("src", grain) + " AS src_endpoint");
                }
                if (value.contains("dst.")) {
                    columns.add(Field.endpoint("dst", grain) + " AS dst_endpoint");
                }
            }
        }
        columns.remove("other");
        var raw = new ArrayList<>(List.of("other"));
        raw.addAll(columns);
        return raw;
    }

    private boolean isNamed() {
        return ends().findAny().isPresent();
    }

    /** "src" and "dst", if names of theirs are read. */
    private Stream<String> ends() {
        var raw = raw();
        return Stream.of("src", "dst")
                .filter(end -> raw.stream().anyMatch(column -> column.endsWith(" AS " + end + "_endpoint")));
    }

    private String joins() {
        return ends().map(end -> " LEFT JOIN names %s ON %s.id = r.%s_endpoint".formatted(end, end, end))
                .collect(Collectors.joining());
    }

    /** What is read for these columns of base and the sums, in the order in which the statement names it. */
    private List<String> read(List<String> raw, Map<String, String> sums) {
        var columns = new LinkedHashSet<String>();
        if (stepped) {
            columns.add("window_start");
        }
        raw.forEach(column -> columns.add(column.replaceFirst(" AS .*", "")));
        sums.values().forEach(sum -> WORD.matcher(sum).results().forEach(column -> columns.add(column.group())));
        return List.copyOf(columns);
    }

    /** Keys of the cells. */
    private String keys() {
        return list(i -> value(i, "src") + " AS a" + i)
                + (grouping.ofEitherEnd() ? ", " + either(i -> value(i, "dst") + " AS b" + i) : "");
    }

    /** Names of entities, which are the same for all of a key. */
    private String names() {
        return entities(i -> {
            var field = grouping.dimensions().get(i).field();
            return ", max(%s) AS na%d, max(%s) AS nb%d"
                    .formatted(Entity.name(end(field, "src")), i, Entity.name(end(field, "dst")), i);
        });
    }

    private static String end(Field field, String side) {
        return field.ofEitherEnd() ? side : field.name().substring(0, 3);
    }

    private int keyCount() {
        return size()
                + (int) IntStream.range(0, size()).filter(this::ofEitherEnd).count();
    }

    private String named(String side, String as) {
        return entities(i -> ", n%s%d AS %s%d".formatted(side, i, as, i));
    }

    private String most() {
        return entities(i -> ", max(n%d) AS n%d".formatted(i, i));
    }

    private String entities(IntFunction<String> columns) {
        return IntStream.range(0, size())
                .filter(this::isEntity)
                .mapToObj(columns)
                .collect(Collectors.joining());
    }

    private String told(String side) {
        return IntStream.range(0, size())
                .mapToObj(i -> side + i + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    private String list(IntFunction<String> column) {
        return IntStream.range(0, size()).mapToObj(column).collect(Collectors.joining(", "));
    }

    private String either(IntFunction<String> column) {
        return IntStream.range(0, size())
                .filter(this::ofEitherEnd)
                .mapToObj(column)
                .collect(Collectors.joining(", "));
    }

    private String plain() {
        return String.join(", ", sums.keySet());
    }

    private String each(Function<Map.Entry<String, String>, String> value) {
        return sums.entrySet().stream()
                .map(sum -> value.apply(sum) + " AS " + sum.getKey())
                .collect(Collectors.joining(", "));
    }

    private String totals(Function<Map.Entry<String, String>, String> value) {
        return totals(sums.entrySet().stream(), value);
    }

    private static String totals(
            Stream<Map.Entry<String, String>> sums, Function<Map.Entry<String, String>, String> value) {
        return sums.map(sum -> "total(%s) AS %s".formatted(value.apply(sum), sum.getKey()))
                .collect(Collectors.joining(", "));
    }

    private String step() {
        return stepped ? "step, " : "";
    }

    private static String numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }
}
