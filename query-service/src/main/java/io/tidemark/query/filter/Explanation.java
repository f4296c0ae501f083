package io.tidemark.query.filter;

import dev.cel.common.CelIssue;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.problem.Nearest;
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
    static MalformedParameter at(String text, int offset, String reason, String hint) {
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
                    "a filter is a condition, not a value of type %s".formatted(match.group(2)),
                    "compare it, as in dst.port == 443");
        }
        if (message.startsWith("token recognition error at: '=")) {
            return problem("a single = is no operator", "equal is written ==");
        }
        var reason = message.lines().findFirst().orElse("").replaceFirst("(?s),? expecting .*", "");
        return problem(reason, spelling());
    }

    private MalformedParameter undeclared(String reference) {
        if (!reference.matches("[A-Za-z][\\w.]*")) {
            return problem(
                    "there is no operator %s".formatted(operator(reference)),
                    "there are ==, !=, <, <=, >, >=, in, &&, || and !");
        }
        if (FUNCTIONS.contains(reference) || isCalled(reference)) {
            return problem(
                    "there is no function %s".formatted(reference),
                    Nearest.hint(reference, FUNCTIONS)
                            .orElse("functions: " + String.join(", ", FUNCTIONS) + "; no arithmetic, no macros"));
        }
        var name = nameHere(reference);
        var hint = WORDS.get(name);
        return problem(
                "there is no field %s".formatted(name),
                hint != null ? "write " + hint : Nearest.hint(name, names()).orElseGet(() -> some(name)));
    }

    private MalformedParameter noOverload(String operator, String types) {
        var reason = "%s does not take %s".formatted(operator, types);
        String hint = null;
        if (types.contains("address") && types.contains("network")) {
            hint = "an address is in a network: src.addr in cidr(\"10.0.0.0/8\")";
        } else if (types.contains("address")) {
            hint = operator.equals("in")
                    ? "write cidr(\"10.0.0.0/8\"), or a list of ip(\"10.0.0.1\")"
                    : "an address is written ip(\"10.0.0.1\"); addresses have ==, != and in";
        } else if (types.contains("double")) {
            hint = "numbers are whole: 1000000, not 1e6";
        } else if (types.contains("int") && types.contains("string")) {
            hint = "strings have quotes, numbers have none";
        } else if (types.equals("(bool, bool)") || types.contains("bool")) {
            hint = "conditions are joined by &&, || and !";
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

    private MalformedParameter problem(String reason, String hint) {
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
    private String spelling() {
        var bare = text.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'", "\"\"");
        if (Pattern.compile("[^=!<>]=[^=]").matcher(bare).find()) {
            return "equal is written ==";
        }
        return WORDS.keySet().stream()
                .sorted()
                .filter(word -> Pattern.compile("(?i)(?<![\\w.])" + word + "(?![\\w.])")
                        .matcher(bare)
                        .find())
                .findFirst()
                .map(word -> "write " + WORDS.get(word))
                .orElse("for example: src.namespace == \"shop\" && dst.port in [80, 443]");
    }

    private static List<String> names() {
        return Fields.all().stream().map(Field::name).toList();
    }

    /** Those of the same end or way, else all. */
    private static String some(String name) {
        var first = name.contains(".") ? name.substring(0, name.indexOf('.') + 1) : name + ".";
        var alike = names().stream().filter(field -> field.startsWith(first)).toList();
        return "fields: " + (alike.isEmpty() ? Fields.listed(_ -> true) : String.join(", ", alike));
    }
}
