package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/cli.md");
    private static final String INTRODUCTION = """
            # The command line

            What `tidemark COMMAND --help` says, made by `./tidemark test -pl cli -Dtest=CommandReferenceTest -Dtidemark.regenerate=true`.
            """;

    /** Regenerate with -Dtidemark.regenerate=true, read what changed, and commit it. */
    @Test
    void thePageIsTheHelpAsUsersReadIt80ColumnsWide() throws IOException {
        var page = new StringBuilder(INTRODUCTION);
        for (var command : List.of("", "demo", "up", "flows", "top", "query", "observe", "ledger", "status")) {
            var help = help(command.isEmpty() ? List.of("--help") : List.of(command, "--help"));
            assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            page.append("\n## tidemark %s".formatted(command).stripTrailing())
                    .append("\n\n```text\n%s```\n".formatted(help));
        }

        if (Boolean.getBoolean("tidemark.regenerate")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/reference/cli.md is stale; the test's javadoc says how to make it anew")
                .isEqualTo(page.toString());
    }

    private static String help(List<String> arguments) {
        var out = new StringWriter();
        int code = Tidemark.commandLine()
                .setUsageHelpAutoWidth(false)
                .setOut(new PrintWriter(out, true))
                .execute(arguments.toArray(String[]::new));
        assertThat(code).isZero();
        return out.toString();
    }
}
