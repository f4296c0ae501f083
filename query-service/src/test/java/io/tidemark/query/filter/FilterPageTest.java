package io.tidemark.query.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.query.problem.MalformedParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FilterPageTest {
    static final Path PAGE = Path.of("../docs/reference/filter.md");
    private static final Pattern EXAMPLES = Pattern.compile("```cel\n(.*?)```", Pattern.DOTALL);

    private static final List<String> WRONG = List.of(
            "src.namspace == \"shop\"",
            "src.addr == \"10.0.0.1\"",
            "src.addr in \"10.0.0.0/8\"",
            "dst.port = 443",
            "dst.port == \"443\"",
            "dst.port == 443 and flows > 1",
            "bytes > 1e6",
            "bytes / packets > 1000",
            "src.pod.startWith(\"cart\")",
            "src.pod.matches(\"(cart\")",
            "src.namespace");

    /** Make its tables anew with -Dtidemark.regenerate=true, read what changed, and commit it. */
    @Test
    void thePagesTablesAreWhatIsDeclaredAndAnswered() throws IOException {
        var written = Files.readString(PAGE);
        var page = part(part(written, "fields", fields()), "errors", errors());

        if (Boolean.getBoolean("tidemark.regenerate")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/reference/filter.md is stale; the test's javadoc says how to make it anew")
                .isEqualTo(page);
    }

    @Test
    void everyExampleCanBeAskedOfConversations() throws IOException {
        for (var example : examples()) {
            assertThat(Filter.parse(example).condition(Grain.CONVERSATION, _ -> "?"))
                    .isNotEmpty();
        }
    }

    /** The filters in the page's blocks of CEL, one a line. */
    static List<String> examples() throws IOException {
        return EXAMPLES.matcher(Files.readString(PAGE))
                .results()
                .flatMap(block -> block.group(1).lines())
                .toList();
    }

    private static String part(String page, String name, String text) {
        return Pattern.compile("(<!-- %s -->\n).*?(<!-- /%s -->)".formatted(name, name), Pattern.DOTALL)
                .matcher(page)
                .replaceFirst("$1" + Matcher.quoteReplacement(text) + "$2");
    }

    private static String fields() {
        return Fields.all().stream()
                .map(field -> "| `%s` | %s | %s | %s | %s | `%s` |\n"
                        .formatted(
                                field.name(),
                                field.kind().label(),
                                field.unit(),
                                field.description(),
                                field.sql().keySet().stream()
                                        .sorted()
                                        .map(grain -> grain.name().substring(0, 1))
                                        .collect(Collectors.joining(" ")),
                                field.example()))
                .collect(Collectors.joining(
                        "",
                        "| field | type | unit | what it is | rows | for example |\n|---|---|---|---|---|---|\n",
                        ""));
    }

    private static String errors() {
        return WRONG.stream()
                .map(filter -> {
                    var problem = catchThrowableOfType(
                            MalformedParameter.class,
                            () -> Filter.parse(filter).condition(Grain.CONVERSATION, _ -> "?"));
                    return "| `%s` | %s | %s |\n"
                            .formatted(
                                    filter,
                                    cell(reason(problem)),
                                    cell(problem.hint().toString()));
                })
                .collect(Collectors.joining("", "| filter | detail | hint |\n|---|---|---|\n", ""));
    }

    /** The detail without the hint, which stands beside it. */
    private static String reason(MalformedParameter problem) {
        return problem.getMessage().replace(" (" + problem.hint() + ")", "");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
