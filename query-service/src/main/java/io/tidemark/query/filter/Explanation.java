package io.tidemark.query.filter;

import dev.cel.common.CelIssue;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.problem.Nearest;
import io.tidemark.query.text.Text;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What cel-java finds wrong with a filter, in our words, with a hint at what would be right. */
final class Explanation {
    private static final Pattern UNDECLARED = Pattern.compile(
            "(?:undeclared reference to '|reserved identifier: )([\\w.@?/*%+:\\[\\]-]*).*", Pattern.DOTALL);
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern WRONG_TYPE =
            Pattern.compile("expected type '([^']*)' but found '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern NAMES = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|([A-Za-z_]\\w*(?:\\s*\\.\\s*[A-Za-z_]\\w*)*)");
    private static final List<String> FUNCTIONS =
            List.of("contains", "startsWith", "endsWith", "matches", "ip", "cidr");
    private static final Map<String, String> WORDS =
            Map.of("and", "&&", "or", "||", "not", "!", "like", "contains(...) or matches(...)");

    private final String text;
    private final int line;
    private final int column;

    private Explanation(String text, int line, int column) {
        this.text = text;
        this.line = line;
        this.column = column;
    }

    static MalformedParameter of(String text, CelIssue issue) {
        var place = issue.getSourceLocation();
        var explanation = new Explanation(text, Math.max(1, place.getLine()), Math.max(0, place.getColumn()));
        return explanation.atItsName().explain(issue.getMessage());
    }

    /** At a place of a checked filter, counted in characters from 0. */
    static MalformedParameter at(String text, int offset, Text reason, Text hint) {
        var before = text.substring(0, text.offsetByCodePoints(0, offset));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length());
        return new MalformedParameter("filter", reason, line, column + 1, hint);
    }

    private MalformedParameter explain(String message) {
        Matcher match;
        if ((match = UNDECLARED.matcher(message)).matches()) {
            return undeclared(match.group(1));
        }
        if ((match = NO_OVERLOAD.matcher(message)).matches()) {
            return noOverload(operator(match.group(1)), match.group(2));
        }
        if ((match = WRONG_TYPE.matcher(message)).matches() && match.group(1).equals("bool")) {
            return problem(
                    Text.of("a filter is a condition, not a value of type %s", match.group(2)),
                    Text.of("compare it, as in dst.port == 443"));
        }
        if (message.startsWith("token recognition error at: '=")) {
            return problem(Text.of("a single = is no operator"), Text.of("equal is written =="));
        }
        var reason = message.lines().findFirst().orElse("").replaceFirst("(?s),? expecting .*", "");
        return problem(Text.of("%s", reason), spelling());
    }

    private MalformedParameter undeclared(String reference) {
        if (!reference.matches("[A-Za-z][\\w.]*")) {
            return problem(
                    Text.of("there is no operator %s", operator(reference)),
                    Text.of("there are ==, !=, <, <=, >, >=, in, &&, || and !"));
        }
        if (FUNCTIONS.contains(reference) || isCalled(reference)) {
            return problem(
                    Text.of("there is no function %s", reference),
                    Nearest.hint(reference, FUNCTIONS)
                            .orElse(Text.of("functions: %s; no arithmetic, no macros", String.join(", ", FUNCTIONS))));
        }
        var name = nameHere(reference);
        var hint = WORDS.get(name);
        return problem(
                Text.of("there is no field %s", name),
                hint != null
                        ? Text.of("write %s", hint)
                        : Nearest.hint(name, names()).orElseGet(() -> some(name)));
    }

    private MalformedParameter noOverload(String operator, String types) {
        var reason = Text.of("%s does not take %s", operator, types);
        Text hint = null;
        if (types.contains("address") && types.contains("network")) {
            hint = Text.of("an address is in a network: %s", "src.addr in cidr(\"10.0.0.0/8\")");
        } else if (types.contains("address")) {
            hint = operator.equals("in")
                    ? Text.of("write %s, or a list of %s", "cidr(\"10.0.0.0/8\")", "ip(\"10.0.0.1\")")
                    : Text.of("an address is written %s; addresses have ==, != and in", "ip(\"10.0.0.1\")");
        } else if (types.contains("double")) {
            hint = Text.of("numbers are whole: 1000000, not 1e6");
        } else if (types.contains("int") && types.contains("string")) {
            hint = Text.of("strings have quotes, numbers have none");
        } else if (types.equals("(bool, bool)") || types.contains("bool")) {
            hint = Text.of("conditions are joined by &&, || and !");
        }
        return problem(reason, hint);
    }

    /** "==" for "_==_" and "in" for "@in". */
    private static String operator(String function) {
        return function.length() > 2 && function.startsWith("_") && function.endsWith("_")
                ? function.substring(1, function.length() - 1)
                : function.replaceFirst("^@", "").replaceFirst("_$", "");
    }

    /** Of a name with dots that is no call, cel-java tells the place of the last dot: where it begins is better. */
    private Explanation atItsName() {
        int end = offset();
        if (end >= text.length()
                || text.charAt(end) != '.'
                || text.substring(end).matches("(?s)\\.\\s*\\w+\\s*\\(.*")) {
            return this;
        }
        int start = end;
        while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1))) {
            start--;
        }
        return new Explanation(text, line, column - (end - start));
    }

    private MalformedParameter problem(Text reason, Text hint) {
        return new MalformedParameter("filter", reason, line, column + 1, hint);
    }

    private boolean isCalled(String name) {
        return Pattern.compile(
                        "(?<![\\w.])" + Pattern.quote(name) + "\\s*\\(|\\.\\s*" + Pattern.quote(name) + "\\s*\\(")
                .matcher(text)
                .find();
    }

    /** The whole of the dotted name that begins with the reference, at the place or after it. */
    private String nameHere(String reference) {
        int offset = offset();
        var names = NAMES.matcher(text);
        while (names.find()) {
            var name = names.group(1);
            if (name != null && names.end() >= offset && (name + ".").startsWith(reference + ".")) {
                return name.replaceAll("\\s", "");
            }
        }
        return reference;
    }

    private int offset() {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return Math.min(text.length(), start + column);
    }

    /** What a syntax error often is. */
    private Text spelling() {
        var bare = text.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'", "\"\"");
        if (Pattern.compile("[^=!<>]=[^=]").matcher(bare).find()) {
            return Text.of("equal is written ==");
        }
        return WORDS.keySet().stream()
                .sorted()
                .filter(word -> Pattern.compile("(?i)(?<![\\w.])" + word + "(?![\\w.])")
                        .matcher(bare)
                        .find())
                .findFirst()
                .map(word -> Text.of("write %s", WORDS.get(word)))
                .orElse(Text.of("for example: %s", "src.namespace == \"shop\" && dst.port in [80, 443]"));
    }

    private static List<String> names() {
        return Fields.all().stream().map(Field::name).toList();
    }

    /** Those of the same end or way, else all. */
    private static Text some(String name) {
        var first = name.contains(".") ? name.substring(0, name.indexOf('.') + 1) : name + ".";
        var alike = names().stream().filter(field -> field.startsWith(first)).toList();
        return Text.of("fields: %s", alike.isEmpty() ? Fields.listed(_ -> true) : String.join(", ", alike));
    }
}
