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
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What a server refuses, and who is no server of ours. Answers are asked for of a real one, in e2e. */
class RefusalTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicReference<String> authorization = new AtomicReference<>();
    private HttpServer server;
    private int status;
    private String body;
    private String token = "sesame";

    @BeforeEach
    void somebodyListens() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void nobodyListens() {
        server.stop(0);
    }

    @Test
    void aWrongFilterIsShownWithItsPlace() {
        int exit = query(400, """
                {"type":"urn:tidemark:problem:malformed-parameter","status":400,"parameter":"filter","line":1,"column":17,
                 "detail":"filter: line 1, column 17: there is no field src.namspace (did you mean src.namespace?)"}""");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "tidemark query: filter: line 1, column 17: there is no field src.namspace (did you mean src.namespace?)",
                        "  dst.port == 1 &&src.namspace == \"shop\"",
                        "                  ^");
        assertThat(out.size()).isZero();
    }

    @Test
    void aTokenIsSentAndANewOneAskedForWhereItIsNotTaken() {
        int exit = query(401, "");

        assertThat(exit).isEqualTo(1);
        assertThat(authorization).hasValue("Bearer sesame");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("does not take the token in TIDEMARK_TOKEN")
                .contains("get a new one");
    }

    @Test
    void aTokenIsAskedForWhereThereIsNone() {
        token = "";

        int exit = query(401, "");

        assertThat(exit).isEqualTo(1);
        assertThat(authorization).hasValue(null);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("set TIDEMARK_TOKEN to a token that it takes");
    }

    @Test
    void whoHasNoRoleIsToldWhichToAskFor() {
        int exit = query(403, "");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("ask who runs it for the role viewer");
    }

    @Test
    void whatIsNotOfTheirNamespacesAloneIsToldAsTheServerSays() {
        int exit = query(403, """
                {"type":"urn:tidemark:problem:limited-to-namespaces","status":403,"detail":"ledgers and nodes tell of all traffic together"}""");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("ledgers and nodes tell of all traffic together");
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBack() {
        int exit = query(429, """
                {"type":"urn:tidemark:problem:too-many-requests","status":429,"detail":"more than 20 requests a second; try again in 3 s"}""");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("try again in 3 s");
    }

    @Test
    void whoIsNoServerOfOursIsToldSo() {
        int exit = query(404, "<html>not found</html>");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("is no query-service of Tidemark")
                .contains("no api/v1/top");
    }

    @Test
    void aServerInTroubleSaysWhatItSays() {
        int exit = query(503, """
                {"type":"urn:tidemark:problem:store-unavailable","status":503,"detail":"PostgreSQL cannot be reached now"}""");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("PostgreSQL cannot be reached now");
    }

    private int query(int status, String body) {
        this.status = status;
        this.body = body;
        var surroundings = new Asking.Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Terminal(false, false, Integer.MAX_VALUE),
                Map.of(
                        "TIDEMARK_TOKEN",
                        token,
                        "TIDEMARK_SERVER",
                        "127.0.0.1:" + server.getAddress().getPort()));
        return new CommandLine(new QueryCommand(surroundings).spec())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute("dst.port == 1 &&src.namspace == \"shop\"");
    }
}
