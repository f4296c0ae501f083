package io.tidemark.query.filter;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelReference;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.range.Detail;
import io.tidemark.query.range.Sql;
import io.tidemark.query.store.Summed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which rows an answer is made of: a checked filter, or all. */
public final class Filter {
    private static final Filter ALL = new Filter("", null);
    /** A column that a condition reads: all values are bound, so it is in no text. */
    private static final Pattern COLUMN = Pattern.compile("\\br\\.(\\w+)");

    private final String text;
    private final CelAbstractSyntaxTree tree;

    private Filter(String text, CelAbstractSyntaxTree tree) {
        this.text = text;
        this.tree = tree;
    }

    /**
     * Reads and checks a filter.
     *
     * @param text null or blank: all rows
     * @throws MalformedParameter with line, column and a hint where it is none
     */
    public static Filter parse(String text) {
        return text == null || text.isBlank() ? ALL : new Filter(text, Language.check(text));
    }

    /** Whether it is the same text. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Filter filter && text.equals(filter.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Whether it takes all rows. */
    public boolean isAll() {
        return tree == null;
    }

    /** The first of the grains that has all fields that are asked for; the first one if none has, for its message. */
    public Grain grain(Grain... grains) {
        for (var grain : grains) {
            if (fields().stream().allMatch(field -> field.isOf(grain))) {
                return grain;
            }
        }
        return grains[0];
    }

    private List<Field> fields() {
        return isAll()
                ? List.of()
                : tree.getReferenceMap().values().stream()
                        .map(CelReference::name)
                        .flatMap(name -> Fields.named(name).stream())
                        .toList();
    }

    /**
     * The rows it takes of a grain, as what follows FROM: a statement with the table's columns and name.
     *
     * @throws MalformedParameter where the grain has not all of the fields
     */
    public String rows(Sql sql, Grain grain) {
        return rows(sql, grain, Summed.of(grain.label()).columns());
    }

    /** The same with these columns at least, first and in this order; see {@link Sql#rows(String, String, Detail, List)}. */
    public String rows(Sql sql, Grain grain, List<String> columns) {
        if (isAll()) {
            return sql.rows(grain.label(), grain.label(), Detail.SUMS, columns);
        }
        var compiler = new SqlCompiler(tree, text, grain, sql::bind);
        var condition = compiler.condition();
        var read = new LinkedHashSet<>(columns);
        COLUMN.matcher(condition).results().forEach(column -> read.add(column.group(1)));
        compiler.ends().forEach(end -> read.add(Field.endpoint(end, grain)));
        var rows = new StringBuilder("(SELECT r.* FROM ")
                .append(sql.rows(grain.label(), "r", detail(), List.copyOf(read)));
        compiler.ends().forEach(end -> rows.append(names(sql, end, grain)));
        return rows.append(" WHERE %s) %s".formatted(condition, grain.label())).toString();
    }

    private Detail detail() {
        return fields().stream().anyMatch(Field::isSum) ? Detail.WINDOW : Detail.EACH;
    }

    /** What an end is called. Ids are hashes of all that an endpoint is called, so the rows of all days say the same. */
    private static String names(Sql sql, String end, Grain grain) {
        return " LEFT JOIN (SELECT DISTINCT ON (id) * FROM endpoint WHERE %s ORDER BY id) %s ON %s.id = r.%s"
                .formatted(sql.days(), end, end, Field.endpoint(end, grain));
    }

    /** The condition in SQL, over a row {@code r} whose ends are called {@code src} and {@code dst}. */
    String condition(Grain grain, Function<Object, String> bind) {
        return new SqlCompiler(tree, text, grain, bind).condition();
    }

    /**
     * The same in memory, of the values of fields by their names; what is not there is unknown.
     *
     * @throws MalformedParameter where the grain has not all of the fields
     */
    public Predicate<Map<String, ?>> inMemory(Grain grain) {
        if (isAll()) {
            return _ -> true;
        }
        condition(grain, _ -> "");
        return Evaluation.of(tree);
    }
}
