package io.tidemark.e2e.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/reference/configuration.md");
    private static final String INTRODUCTION = """
            # Configuration

            Made of the code by `./tidemark test -pl e2e -Dtest=ConfigurationReferenceTest -Dtidemark.regenerate=true`.

            A key is set as a system property (`-Dtidemark.capture.filter="port 53"`), as an environment variable
            (`TIDEMARK_CAPTURE_FILTER`), or in `config/application.properties` beside the service. A wrong value stops the service at its
            start, with the key and the value in the message. All services also take Quarkus' own keys; those that matter:

            | key | default | |
            |---|---|---|
            | `kafka.bootstrap.servers` | `localhost:9092` | Where Kafka is, `host:port,...`; further `kafka.` keys (`security.protocol`, `sasl.mechanism`, ...) go to the clients as they are. |
            | `quarkus.http.host`, `quarkus.http.port` | `127.0.0.1` | Where the service listens for health, metrics and, in the query-service, answers. |
            | `quarkus.datasource.jdbc.url`, `quarkus.datasource.reactive.url`, `quarkus.datasource.username`, `quarkus.datasource.password` | | query-service only: its PostgreSQL; the first is for the schema's migrations, the second for all else. |
            | `quarkus.oidc.auth-server-url`, `quarkus.oidc.client-id`, `quarkus.oidc.credentials.secret` | | query-service only: the issuer that users log in at; the first turns the login on. [How to let people in](../how-to/secure.md) has the others. |
            | `quarkus.http.auth.permission.metrics.policy` | `permit` | query-service only: `viewer` wants a token for `/q/metrics` too. |
            | `quarkus.log.level` | `INFO` | |
            """;

    /** Regenerate with -Dtidemark.regenerate=true, read what changed, and commit it. */
    @Test
    void thePageIsWhatTheCodeSays() throws IOException {
        var reference = new ConfigurationReference(ROOT);
        var page = new StringBuilder(INTRODUCTION);
        for (var service : List.of("capture-service", "aggregator-service", "query-service")) {
            page.append("\n## %s\n\n| key | default | |\n|---|---|---|\n".formatted(service));
            reference.rows(service).forEach(row -> page.append(row).append('\n'));
        }

        if (Boolean.getBoolean("tidemark.regenerate")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/reference/configuration.md is stale; the test's javadoc says how to make it anew")
                .isEqualTo(page.toString());
    }
}
