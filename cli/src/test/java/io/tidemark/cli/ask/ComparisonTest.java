package io.tidemark.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What was earlier, where nothing is known of it. */
class ComparisonTest {
    private static final String ANSWER = """
            {"from":"2026-01-02T00:00:00Z","to":"2026-01-02T00:10:00Z","complete":true,"missing_nodes":[],
             "recorded_from":"2026-01-02T00:00:00Z","recorded_to":"2026-01-02T00:10:00Z",
             "by":["protocol"],"metric":"bytes","unit":"bytes","total":1500,"other":0,
             "rows":[{"key":"tcp","name":"TCP","group":["tcp"],"value":1500,"share":1.0,"packets":3,"flows":1,"earlier":null}],
             "earlier":{"from":"2026-01-01T00:00:00Z","to":"2026-01-01T00:10:00Z","complete":false,"missing_nodes":[],
                        "recorded_from":null,"recorded_to":null},
             "earlier_total":0,"earlier_other":0,"next":null}""";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void whatWasNotRecordedIsNotToldAsNoTraffic() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var bytes = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();

        int exit = new CommandLine(new TopCommand(surroundings(server.getAddress())).spec())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute("protocol", "--compare", "1d");
        server.stop(0);

        assertThat(exit).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "tidemark top: earlier, nothing was recorded from 2026-01-01T00:00:00Z to 2026-01-01T00:10:00Z"
                                + System.lineSeparator());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("total +1.50 kB +100.0 % +-\\R")
                .doesNotContain("new");
    }

    private Asking.Surroundings surroundings(InetSocketAddress server) {
        return new Asking.Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Terminal(false, false, Integer.MAX_VALUE),
                Map.of("TIDEMARK_SERVER", "127.0.0.1:" + server.getPort()));
    }
}
