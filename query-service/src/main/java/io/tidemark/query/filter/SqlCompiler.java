package io.tidemark.query.filter;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.text.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes of a checked tree a condition in SQL over the rows of a grain. The text is put together from constants alone; every value is
 * bound. What is unknown is NULL in SQL and an error in CEL, and both make of it the same: false && unknown is false, true || unknown
 * is true, anything else with unknown in it is unknown, and an unknown row is not taken. So where nothing is negated unknown is as good as
 * false, and a comparison asks for the rows that tell, and then for columns as they are: indexes serve that.
 */
final class SqlCompiler {
    private static final String NO_END = "";
    private static final Text LIST = Text.of("for example: %s", "dst.port in [80, 443]");

    private final CelAbstractSyntaxTree tree;
    private final String text;
    private final Grain grain;
    private final Function<Object, String> bind;
    private final Set<String> ends = new TreeSet<>();

    /** @param bind makes a value a bind variable and returns its place holder */
    SqlCompiler(CelAbstractSyntaxTree tree, String text, Grain grain, Function<Object, String> bind) {
        this.tree = tree;
        this.text = text;
        this.grain = grain;
        this.bind = bind;
    }

    /** The condition; true, false or NULL. {@link MalformedParameter} where the grain has not all of its fields. */
    String condition() {
        return condition(tree.getExpr(), true);
    }

    /** The ends, "src" and "dst", whose names the condition reads. To be asked afterwards. */
    Set<String> ends() {
        return ends;
    }

    /** @param taken the filter is true where it is, whatever else it is: false and unknown are the same */
    private String condition(CelExpr e, boolean taken) {
        if (e.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
            return bind.apply(e.constant().booleanValue()) + "::boolean";
        }
        var call = e.call();
        return switch (call.function()) {
            case "!_" -> "(NOT " + condition(call.args().getFirst(), false) + ")";
            case "_&&_" -> joined(call.args(), " AND ", taken);
            case "_||_" -> joined(call.args(), " OR ", taken);
            case "_==_", "_!=_" ->
                isCondition(call.args().getFirst())
                        ? joined(call.args(), operator(call.function()), false)
                        : ofEitherEnd(e, taken);
            default -> ofEitherEnd(e, taken);
        };
    }

    private String joined(List<CelExpr> conditions, String operator, boolean taken) {
        return "(" + condition(conditions.get(0), taken) + operator + condition(conditions.get(1), taken) + ")";
    }

    private boolean isCondition(CelExpr e) {
        return type(e).equals(SimpleType.BOOL);
    }

    private CelType type(CelExpr e) {
        return tree.getType(e.id()).orElseThrow();
    }

    /** A comparison that asks for either end is true if it is of one of them. */
    private String ofEitherEnd(CelExpr e, boolean taken) {
        return asksForEitherEnd(e)
                ? "(" + comparison(e, "src", taken) + " OR " + comparison(e, "dst", taken) + ")"
                : comparison(e, NO_END, taken);
    }

    private boolean asksForEitherEnd(CelExpr e) {
        return switch (e.getKind()) {
            case IDENT, SELECT -> field(e).ofEitherEnd();
            case CALL ->
                e.call().args().stream().anyMatch(this::asksForEitherEnd)
                        || e.call().target().filter(this::asksForEitherEnd).isPresent();
            case CONSTANT, LIST, STRUCT, MAP, COMPREHENSION, NOT_SET -> false;
        };
    }

    private String comparison(CelExpr e, String end, boolean taken) {
        return taken && (isTold(left(e), end) || isTold(right(e), end))
                ? "(NOT r.other AND " + compared(e, end, true) + ")"
                : compared(e, end, false);
    }

    private static CelExpr left(CelExpr e) {
        return e.call().target().orElseGet(() -> e.call().args().getFirst());
    }

    private static CelExpr right(CelExpr e) {
        return e.call().args().getLast();
    }

    /** @param told of a row that tells */
    private String compared(CelExpr e, String end, boolean told) {
        var function = e.call().function();
        var right = right(e);
        var value = value(left(e), end, told);
        return switch (function) {
            case "_==_", "_!=_" -> "(" + value + operator(function) + value(right, end, told) + ")";
            case "_<_", "_<=_", "_>_", "_>=_" ->
                "(" + value + operator(function) + value(right, end, told) + order(right) + ")";
            case "@in" -> in(value, right);
            case "contains" -> "(strpos(" + value + ", " + value(right, end, told) + ") > 0)";
            case "startsWith" -> "starts_with(" + value + ", " + value(right, end, told) + ")";
            case "endsWith" -> "starts_with(reverse(" + value + "), reverse(" + value(right, end, told) + "))";
            case "matches" -> "(" + value + " ~ " + expression(right) + ")";
            default -> throw new IllegalStateException("no SQL for " + function);
        };
    }

    /** Texts are ordered as CEL does, by code points, whatever the locale of the database. */
    private String order(CelExpr e) {
        return kind(e) == Kind.STRING ? " COLLATE \"C\"" : "";
    }

    private static String operator(String function) {
        return switch (function) {
            case "_==_" -> " = ";
            case "_!=_" -> " <> ";
            case "_<_" -> " < ";
            case "_<=_" -> " <= ";
            case "_>_" -> " > ";
            case "_>=_" -> " >= ";
            default -> throw new IllegalStateException("no SQL for " + function);
        };
    }

    private String in(String value, CelExpr right) {
        if (right.getKind() == CelExpr.ExprKind.Kind.CALL) {
            var network = address(right);
            return "(" + value + " BETWEEN " + bound(network.first()) + " AND " + bound(network.last()) + ")";
        }
        if (right.getKind() != CelExpr.ExprKind.Kind.LIST
                || right.list().elements().isEmpty()) {
            throw problem(right, Text.of("what follows in is a list of values, not empty"), LIST);
        }
        var elements = right.list().elements();
        var values = elements.stream().map(this::literal).toArray();
        var array =
                switch (kind(elements.getFirst())) {
                    case INT -> bind.apply(Arrays.copyOf(values, values.length, Long[].class));
                    case STRING, ADDRESS -> bind.apply(Arrays.copyOf(values, values.length, String[].class));
                };
        return "(" + value + " = ANY(" + kind(elements.getFirst()).cast(array, true) + "))";
    }

    private String bound(Address address) {
        return Kind.ADDRESS.cast(bind.apply(address.sql()), false);
    }

    private boolean isTold(CelExpr e, String end) {
        return isField(e) && Fields.isTold(sql(e, end));
    }

    private static boolean isField(CelExpr e) {
        return e.getKind() == CelExpr.ExprKind.Kind.IDENT || e.getKind() == CelExpr.ExprKind.Kind.SELECT;
    }

    private String value(CelExpr e, String end, boolean told) {
        return switch (e.getKind()) {
            case IDENT, SELECT -> told ? Fields.whereTold(sql(e, end)) : sql(e, end);
            case CONSTANT, CALL -> kind(e).cast(bind.apply(literal(e)), false);
            case LIST, STRUCT, MAP, COMPREHENSION, NOT_SET ->
                throw problem(e, Text.of("a list can only follow in"), LIST);
        };
    }

    private Kind kind(CelExpr e) {
        for (var kind : Kind.values()) {
            if (kind.type().equals(type(e))) {
                return kind;
            }
        }
        throw problem(e, Text.of("nothing is compared with a value of type %s", type(e).name()), null);
    }

    /** A value as it is bound: Long or String. */
    private Object literal(CelExpr e) {
        if (e.getKind() == CelExpr.ExprKind.Kind.CALL) {
            return address(e).sql();
        }
        if (e.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            throw problem(e, Text.of("a list has values in it, no fields"), LIST);
        }
        return switch (kind(e)) {
            case INT -> e.constant().int64Value();
            case STRING, ADDRESS -> string(e);
        };
    }

    private String string(CelExpr e) {
        if (e.getKind() != CelExpr.ExprKind.Kind.CONSTANT || e.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            throw problem(e, Text.of("here a string in quotes is needed"), null);
        }
        var string = e.constant().stringValue();
        if (string.indexOf('\0') >= 0) {
            throw problem(e, Text.of("a string has a NUL in it"), null);
        }
        return string;
    }

    /** Of ip("...") or cidr("..."). */
    private Address address(CelExpr e) {
        var argument = e.call().args().getFirst();
        var literal = string(argument);
        boolean network = e.call().function().equals(Language.CIDR);
        try {
            return network ? Address.network(literal) : Address.of(literal);
        } catch (IllegalArgumentException x) {
            throw problem(
                    argument,
                    network ? Text.of("\"%s\" is no network", literal) : Text.of("\"%s\" is no address", literal),
                    network
                            ? Text.of("such as %s or %s", "cidr(\"10.0.0.0/8\")", "cidr(\"2001:db8::/32\")")
                            : Text.of("such as %s or %s", "ip(\"10.0.0.1\")", "ip(\"2001:db8::1\")"));
        }
    }

    private String expression(CelExpr e) {
        var expression = string(e);
        try {
            Expression.check(expression);
        } catch (Expression.Unusable x) {
            throw problem(
                    e,
                    Text.of("the regular expression cannot be used: %s", x.reason()),
                    Text.of("RE2's syntax, as far as PostgreSQL shares it"));
        }
        return bind.apply(expression) + "::text";
    }

    private String sql(CelExpr e, String end) {
        var asked = field(e);
        if (!asked.isOf(grain)) {
            throw problem(
                    e,
                    lacks(asked),
                    Text.of("fields of %s: %s", grain.plural(), Fields.listed(field -> field.isOf(grain))));
        }
        var sql = Fields.named(asked.at(end)).orElseThrow().sql().get(grain);
        for (var side : List.of("src", "dst")) {
            if (sql.contains(side + ".")) {
                ends.add(side);
            }
        }
        return sql;
    }

    private Text lacks(Field field) {
        var others = field.sql().keySet().stream()
                .sorted()
                .map(Grain::plural)
                .reduce((one, next) -> Text.of("%s and %s", one, next))
                .orElseThrow();
        return Text.of("this answer is made of %s, which have no %s; %s have it", grain.plural(), field.name(), others);
    }

    /** The field that a name is; the checker notes which, whether it is one name or one with dots. */
    private Field field(CelExpr e) {
        return tree.getReference(e.id())
                .map(CelReference::name)
                .flatMap(Fields::named)
                .orElseThrow(() -> problem(e, Text.of("this is no field"), null));
    }

    private MalformedParameter problem(CelExpr e, Text reason, Text hint) {
        int offset = tree.getSource().getPositionsMap().getOrDefault(e.id(), 0);
        if (isField(e)) {
            // of a name with dots cel-java tells the place of the last dot
            while (offset > 0
                    && Character.isJavaIdentifierPart(
                            tree.getSource().getContent().get(offset - 1))) {
                offset--;
            }
        }
        return Explanation.at(text, offset, reason, hint);
    }
}
