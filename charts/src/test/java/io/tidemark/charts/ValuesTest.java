package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in values are refused before anything reaches a cluster, with the key in the message. */
class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "capture.interfases, eth0, interfases",
        "aggregator.autoscaling.maxReplica, 3, maxReplica",
        "kafak.create, true, kafak",
        "query.image.tagg, 1.0.0, tagg",
        "monitoring.dashboards.enable, true, enable",
        "monitoring.rules.runbook, x, runbook",
        "aggregator.autoscaling.keda.adress, x, adress",
    })
    void aTypingErrorIsRefused(String key, String value, String named) {
        assertThatThrownBy(() -> Chart.render("production", Map.of(key, value)))
                .hasMessageContaining(named)
                .hasMessageContaining("additional properties");
    }

    @ParameterizedTest
    @CsvSource({
        "query.replicas, two, /query/replicas",
        "query.replicas, 0, /query/replicas",
        "capture.enabled, 1, /capture/enabled",
        "query.retention, a month, /query/retention",
        "aggregator.autoscaling.mode, hpa+keda, /aggregator/autoscaling/mode",
        "query.httpPort, 80000, /query/httpPort",
        "query.image.digest, sha256:abc, /query/image/digest",
        "postgresql.sslMode, on, /postgresql/sslMode",
        "kafka.storage.size, big, /kafka/storage/size",
        "kafka.existingCluster, Not A Name, /kafka/existingCluster",
        "capture.interfaces, eth0, /capture/interfaces",
        "monitoring.rules.enabled, often, /monitoring/rules/enabled",
        "monitoring.rules.runbookUrl, our wiki, /monitoring/rules/runbookUrl",
        "kafka.partitions.flows, 0, /kafka/partitions/flows",
        "aggregator.resources.limits, 1Gi, /aggregator/resources/limits",
    })
    void aValueOfTheWrongTypeOrRangeIsRefused(String key, String value, String path) {
        assertThatThrownBy(() -> Chart.render("production", Map.of(key, value)))
                .hasMessageContaining(path.substring(1).replace('/', '.').replaceFirst("\\..*", ""));
    }

    @Test
    void moreAggregatorsThanPartitionsAreRefused() {
        assertThatThrownBy(() -> Chart.render("production", Map.of("aggregator.autoscaling.maxReplicas", 25)))
                .hasMessageContaining(
                        "aggregator.autoscaling.maxReplicas is 25, but tidemark.flows.v1 has 24 partitions");
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("aggregator.replicas", 13)))
                .hasMessageContaining("aggregator.replicas is 13, but tidemark.flows.v1 has 12 partitions");
    }

    @Test
    void anAutoscalerThatCannotWorkIsRefused() {
        assertThatThrownBy(() -> Chart.render(
                        "production",
                        Map.of("aggregator.autoscaling.minReplicas", 5, "aggregator.autoscaling.maxReplicas", 4)))
                .hasMessageContaining("minReplicas is 5, above maxReplicas 4");
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("aggregator.autoscaling.mode", "hpa")))
                .hasMessageContaining("nothing would measure the consumer lag");
    }

    @Test
    void whoMaySeeTrafficMustBeSaid() {
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("query.access.insecure", false)))
                .hasMessageContaining("query.access: give issuer")
                .hasMessageContaining("insecure: true");
        assertThatThrownBy(() -> Chart.render("production", Map.of("query.access.insecure", true)))
                .hasMessageContaining("there is a login at query.access.issuer https://keycloak.example.org");
        assertThatThrownBy(() -> Chart.render("production", Map.of("query.access.existingSecret", "")))
                .hasMessageContaining(
                        "query.access.existingSecret must name a Secret with client-secret and session-key");
        assertThatThrownBy(() -> Chart.render("production", Map.of("query.access.issuer", "keycloak")))
                .hasMessageContaining("issuer");
    }

    @Test
    void twoKafkasOrNoneAreRefused() {
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("kafka.existingCluster", "other")))
                .hasMessageContaining("exactly one of create: true, existingCluster and external.bootstrapServers");
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("kafka.create", false)))
                .hasMessageContaining("exactly one of");
    }

    @Test
    void aKafkaWithoutAQuorumIsRefused() {
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("kafka.replicas", 2)))
                .hasMessageContaining("kafka.replicas is 2: a quorum of controllers needs an odd number");
    }

    @Test
    void aLoginThatCannotWorkIsRefused() {
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("kafka.authentication", "none")))
                .hasMessageContaining("kafka.authentication is none");
        assertThatThrownBy(() -> Chart.render("external-kafka", Map.of("kafka.external.userSecrets.query", "")))
                .hasMessageContaining("kafka.external.userSecrets.query must name the Secret");
        assertThatThrownBy(() -> Chart.render(
                        "external-kafka", Map.of("kafka.authentication", "tls", "kafka.external.tls", false)))
                .hasMessageContaining("a client certificate needs TLS");
    }

    @Test
    void aDatabaseThatNobodyNamedIsRefused() {
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("postgresql.host", "")))
                .hasMessageContaining("postgresql.host is required");
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("postgresql.existingSecret", "")))
                .hasMessageContaining("postgresql.existingSecret is required");
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("postgresql.sslMode", "verify-full")))
                .hasMessageContaining("postgresql.caSecret must name a Secret");
    }

    @Test
    void theTagLatestIsRefused() {
        assertThatThrownBy(() -> Chart.render("minimal", Map.of("query.image.tag", "latest")))
                .hasMessageContaining("query.image.tag is latest");
    }

    @Test
    void theSchemaKnowsEveryKeyAndNoOther() {
        var values =
                Manifest.all(Chart.FOLDER.resolve("values.yaml")).getFirst().json();
        var schema = Manifest.all(Chart.FOLDER.resolve("values.schema.json"))
                .getFirst()
                .json();
        var differences = new ArrayList<String>();

        compare("", values, schema, schema.path("definitions"), differences);

        assertThat(differences).isEmpty();
    }

    /** Every object of the schema that names its properties is closed, and names just those of values.yaml. */
    private static void compare(
            String path, JsonNode values, JsonNode schema, JsonNode definitions, List<String> differences) {
        if (schema.has("$ref")) {
            compare(path, values, resolve(schema, definitions), definitions, differences);
        } else if (schema.has("properties") && values.isObject() && !isFree(values, schema)) {
            // A parent chart's globals come here too: "global" stays open.
            if (schema.path("additionalProperties").asBoolean(true) && !path.equals(".global")) {
                differences.add(path + " takes unknown keys");
            }
            values.fieldNames().forEachRemaining(key -> {
                if (schema.path("properties").has(key)) {
                    compare(
                            path + "." + key,
                            values.path(key),
                            schema.at("/properties/" + key),
                            definitions,
                            differences);
                } else {
                    differences.add("values.schema.json lacks " + path + "." + key);
                }
            });
            schema.path("properties").fieldNames().forEachRemaining(key -> {
                if (!values.has(key)) {
                    differences.add("values.yaml lacks " + path + "." + key);
                }
            });
        }
    }

    /** Resources and affinity are whole values: what values.yaml leaves out of them is not missing. */
    private static boolean isFree(JsonNode values, JsonNode schema) {
        return values.isEmpty() || schema.path("properties").has("limits");
    }

    private static JsonNode resolve(JsonNode schema, JsonNode definitions) {
        return definitions.path(schema.path("$ref").asText().replace("#/definitions/", ""));
    }
}
