package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TidemarkTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionNamesTheBuildAndTheJava() {
        var code = run("--version");

        assertThat(code).isZero();
        assertThat(out.toString()).matches("tidemark \\d+\\.\\d+\\.\\d+\\S* \\(Java \\S+\\)\\R");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    up --until-drained              | --until-drained needs --capture: live traffic has no end
                    up --capture /no/such.pcap      | --capture /no/such.pcap: there is no such file
                    up --capture /                  | --capture /: not a file that can be read
                    up --port 70000                 | --port 70000 is not between 0 and 65535
                    up --window 3x                  | --window 3x: Text cannot be parsed to a Duration
                    up --window 0s                  | --window 0s: a window of PT0S is not between 1 ms and 1 day
                    up --postgres db                | --postgres: a PostgreSQL URI reads postgresql://user:password@host:port/database
                    up --speed slow                 | Invalid value for option '--speed': expected one of [recorded, max] (case-insensitive) but was 'slow'
                    top --limit 0                   | --limit 0 is not at least 1
                    top --server ftp://here         | Invalid value for option '--server': 'ftp://here' is no address such as http://127.0.0.1:8080
                    query --step 1m --limit 51      | --limit 51 is not between 1 and 50, as series have it
                    query --last 1h --from 2026-01-01T00:00:00Z | give either --last or --from
                    observe --last soon             | Invalid value for option '--last': 'soon' is no length of time (30s, 5m, 1h, 1d)
                    observe --from today            | Invalid value for option '--from': 'today' is no time such as 2026-01-31T12:00:00Z
                    ledger --limit 3                | Unknown options: '--limit', '3'
                    status --last 1h                | Unknown options: '--last', '1h'
                    demo --nonsense                 | Unknown option: '--nonsense'
                    """)
    void aWrongCallSaysWhatIsWrongAndStartsNothing(String call, String complaint) {
        var code = run(call.split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("tidemark: " + complaint).contains("Try 'tidemark ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileIsNotReplayedTogetherWithAnInterface(@TempDir Path folder) throws IOException {
        var file = Files.createFile(folder.resolve("a.pcap"));

        var code = run("up", "--interface", "eth0", "--capture", file.toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("it does not go with --interface");
    }

    /** The process, for some end it by exit and some by returning. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            | 0 | Usage: tidemark
                    flows --help            | 0 | Usage: tidemark flows
                    flows                   | 2 | give either capture files or --interface
                    flows /no/such.pcap     | 1 | /no/such.pcap
                    top --server 127.0.0.1:9 | 1 | nobody answers at http://127.0.0.1:9/
                    nothing                 | 2 | Unmatched argument
                    qery                    | 2 | query
                    top --lats 1h           | 2 | --last
                    """)
    void theProcessEndsWithTheExitStatus(String call, int status, String said) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Tidemark.class.getName()));
        command.addAll(call == null ? List.of() : List.of(call.split(" ")));

        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isEqualTo(status);
        assertThat(output).contains(said).doesNotContain("Exception in thread");
    }

    @Test
    void aStartMakesTheCommandThatIsCalledAndNoOther() {
        assertThat(Tidemark.commandLine("flows", "up").getSubcommands()).containsOnlyKeys("flows");
        assertThat(Tidemark.commandLine("help", "up").getSubcommands())
                .containsOnlyKeys(
                        "demo", "up", "flows", "top", "query", "observe", "ledger", "status", "train", "help");
        assertThat(Tidemark.commandLine("nothing").getSubcommands()).hasSize(10);
        assertThat(Tidemark.commandLine().getSubcommands()).hasSize(10);
    }

    private int run(String... arguments) {
        return Tidemark.commandLine()
                .setUsageHelpAutoWidth(false)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
