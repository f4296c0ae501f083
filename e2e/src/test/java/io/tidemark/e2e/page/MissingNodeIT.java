package io.tidemark.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.tidemark.e2e.system.Browser;
import io.tidemark.e2e.system.Command;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Tidemark;
import io.tidemark.e2e.system.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second node is killed while it watches: the page says which is missing, since when, why, and that it is back. */
class MissingNodeIT {
    private static final String NODE = "node-b";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ContainsTextOptions SOON = new ContainsTextOptions().setTimeout(60_000);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theLedgerAndTheOverviewNameTheNodeThatFellSilentAndWhy() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED: live capture needs root");
        var folder = Tidemark.freshFolder("missing-node");
        try (var browser = Browser.start();
                var tidemark = Tidemark.start(
                                folder, List.of("env", "TIDEMARK_AGGREGATOR_ALLOWED_LATENESS=15s"), List.of("demo"))
                        .awaitOpen()) {
            var second = watch(tidemark, folder.resolve("node-b-1.log"));
            try {
                awaitNode(tidemark, "current", 2);
            } finally {
                second.destroyForcibly().onExit().join();
            }
            awaitNode(tidemark, "missing", 2);

            var ledger = Command.ask(tidemark.page(), "ledger");
            var facts =
                    Command.ask(tidemark.page(), "status", "--format", "jsonl").objects();
            assertThat(ledger.status()).as(ledger.err()).isZero();
            assertThat(ledger.out())
                    .containsPattern("node-b: \\d+ windows? w\\S+ closed without it")
                    .contains("it does not report now");
            assertThat(ledger.err()).contains("not complete: without node-b");
            assertThat(facts.getFirst().path("well").booleanValue()).isFalse();
            assertThat(facts).anySatisfy(fact -> {
                assertThat(fact.path("of").asText()).isEqualTo(NODE);
                assertThat(fact.path("value").asText()).isEqualTo("missing");
                assertThat(fact.path("well").booleanValue()).isFalse();
            });

            var page = browser.open(tidemark.page().resolve("/?view=overview"));
            assertThat(page.locator("tm-overview .warn[role=status]"))
                    .containsText("incomplete: node-b did not report", SOON);
            assertThat(page.getByTestId("ledger-complete")).containsText("incomplete: node-b did not report");
            assertThat(page.getByTestId("ledger-complete")).hasAttribute("data-value", "false");
            Browser.screenshot(page, "missing-node-overview");

            page.getByTestId("ledger-complete").click();
            assertThat(missing(page)).containsText("closed without node-b, last at");
            assertThat(missing(page)).containsText("It was silent for longer than the aggregator waits");
            assertThat(missing(page)).containsText("It does not report now.");
            assertThat(missing(page)).hasAttribute("data-value", "1");
            assertThat(page.getByTestId("ledger-windows").locator("td.warn").first())
                    .containsText("node-b");
            assertThat(page.getByTestId("ledger-unexplained")).hasAttribute("data-value", "0");
            Browser.screenshot(page, "missing-node-ledger");

            var status = browser.open(tidemark.page().resolve("/?view=status"));
            assertThat(status.getByTestId("status-nodes").locator("tr", new Locator.LocatorOptions().setHasText(NODE)))
                    .containsText("missing");

            var again = watch(tidemark, folder.resolve("node-b-2.log"));
            try {
                awaitNode(tidemark, "current", 3);
                assertThat(missing(page)).containsText("It reports again.", SOON);
                assertThat(browser.complaints()).isEmpty();
            } finally {
                again.destroyForcibly().onExit().join();
            }
        }
    }

    private static Locator missing(Page page) {
        return page.getByTestId("ledger-missing");
    }

    /** A capture-service of another node, on the loopback interface of this machine. */
    private static Process watch(Tidemark tidemark, Path log) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dkafka.bootstrap.servers=" + tidemark.broker(),
                        "-Dquarkus.http.port=0",
                        "-Dtidemark.capture.node=" + NODE,
                        "-Dtidemark.capture.interfaces=lo",
                        "-Dtidemark.capture.filter=icmp",
                        "-jar",
                        House.root()
                                .resolve("capture-service/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void awaitNode(Tidemark tidemark, String state, int windows) {
        Wait.until(
                "%s to be %s with %d windows".formatted(NODE, state, windows),
                PATIENCE,
                () -> node(tidemark),
                row -> row.path("state").asText().equals(state)
                        && row.path("windows").asInt() >= windows);
    }

    private static JsonNode node(Tidemark tidemark) throws IOException, InterruptedException {
        for (var row : tidemark.answers().get("/api/v1/nodes?source=live").path("rows")) {
            if (row.path("node").asText().equals(NODE)) {
                return row;
            }
        }
        throw new IOException("no " + NODE + " yet");
    }
}
