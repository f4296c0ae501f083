package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** Values as a person would write them into a file over ci/production-values.yaml, and a part of the sentence that refuses them. */
    static List<Arguments> mistakes() {
        return List.of(
                arguments(
                        "aggregator: {autoscaling: {mode: keda}}",
                        "mode is keda: aggregator.autoscaling.keda.serverAddress must be"),
                arguments(
                        "aggregator: {autoscaling: {mode: hpa, keda: {serverAddress: 'http://p:9090'}}}",
                        "mode is hpa, but keda.serverAddress is http://p:9090: two autoscalers of one Deployment"),
                arguments(
                        "aggregator: {resources: {limits: {memory: 1gb}}}",
                        "aggregator.resources.limits.memory is 1gb: that is no quantity"),
                arguments(
                        "capture: {resources: {limits: {memory: 1024}}}",
                        "capture.resources.limits.memory is 1024: that is 1024 bytes"),
                arguments(
                        "query: {resources: {requests: {cpu: half}}}",
                        "query.resources.requests.cpu is half: that is no quantity of processor cores"),
                arguments(
                        "query: {resources: {limits: {memry: 1Gi}}}",
                        "query.resources.limits.memry: Kubernetes knows no resource memry"),
                arguments(
                        "query: {resources: {requests: {memory: 2Gi}}}",
                        "query.resources.requests.memory is 2Gi, above its limit 768Mi"),
                arguments(
                        "query: {jvmOptions: -Xmx2g}",
                        "query.jvmOptions has -Xmx2g, but query.resources.limits.memory is 768Mi"),
                arguments(
                        "capture: {publishBufferBytes: 1073741824}",
                        "capture.publishBufferBytes is 1073741824, but capture.resources.limits.memory is 1Gi"),
                arguments(
                        "aggregator: {enrichment: {networks: '10.1.0.0/33 office'}}",
                        "networks, line 1: 10.1.0.0/33 is no range of addresses"),
                arguments(
                        "aggregator: {enrichment: {networks: \"10.1.0.0/16 a\\n10.256.0.0/16 b\"}}",
                        "networks, line 2: 10.256.0.0/16 is no range"),
                arguments(
                        "aggregator: {enrichment: {networks: '2001:db8::/129 x'}}",
                        "networks, line 1: 2001:db8::/129 is no range"),
                arguments(
                        "aggregator: {enrichment: {networks: '10.1.0.0/16 # office'}}",
                        "networks, line 1: 10.1.0.0/16 has no name"),
                arguments("aggregator: {enrichment: {geoVolume: {persistentVolumeClam: {}}}}", "persistentVolumeClam"),
                arguments("aggregator: {enrichment: {geoVolume: {hostPath: {path: /}}}}", "hostPath"),
                arguments(
                        "aggregator: {affinity: {nodeAffinity: {requiredDuringScheduling: {}}}}",
                        "requiredDuringScheduling"),
                arguments(
                        "networkPolicy: {queryIngress: [{ipBlock: {cidr: 10.0.0.0/99}}]}",
                        "queryIngress[0].ipBlock: 10.0.0.0/99 is no range"),
                arguments("networkPolicy: {queryIngress: [{ipBlock: {cdir: 10.0.0.0/8}}]}", "cdir"),
                arguments(
                        "networkPolicy: {metricsIngress: [{namespaceSelector: {matchLables: {a: b}}}]}", "matchLables"),
                arguments("networkPolicy: {metricsIngress: [{}]}", "networkPolicy.metricsIngress[0] is empty"),
                arguments(
                        "query: {access: {issuer: 'https://login.example.org/.well-known/openid-configuration'}}",
                        "give the issuer alone, https://login.example.org;"),
                arguments("query: {httpPort: 80}", "/query/httpPort"),
                arguments(
                        "query: {extraEnv: [{name: QUARKUS_HTTP_PORT, value: '9'}]}",
                        "query.extraEnv has QUARKUS_HTTP_PORT, which the chart sets itself"),
                arguments(
                        "capture: {extraEnv: [{name: A, value: one}, {name: A, value: two}]}",
                        "capture.extraEnv has A"),
                arguments(
                        "query: {extraEnv: [{name: DB_PASSWORD, value: geheim}]}",
                        "query.extraEnv has DB_PASSWORD with its value"),
                arguments("query: {extraEnv: [{name: 'A B', value: x}]}", "/query/extraEnv/0/name"),
                arguments(
                        "query: {extraEnv: [{name: A, valueFrom: {secretKeyReff: {name: x, key: y}}}]}",
                        "secretKeyReff"),
                arguments(
                        "query: {image: {repository: 'registry.example.org/query:1.0'}}",
                        "query.image.repository is registry.example.org/query:1.0: the tag goes to"),
                arguments("tests: {image: {tag: latest}}", "tests.image.tag is latest"),
                arguments(
                        "global: {imageRegistry: 'https://registry.example.org'}",
                        "a registry has no scheme; write registry.example.org"),
                arguments(
                        "kafka: {existingCluster: '', external: {bootstrapServers: 'kafka:99999'}}",
                        "/kafka/external/bootstrapServers"),
                arguments("kafka: {extraUsers: [captur]}", "/kafka/extraUsers/0"),
                arguments(
                        "postgresql: {host: 'db:5432'}",
                        "postgresql.host is db:5432: the port goes to postgresql.port"),
                arguments(
                        "postgresql: {database: 'tidemark?ssl=false'}",
                        "postgresql.database is \"tidemark?ssl=false\""),
                arguments(
                        "monitoring: {rules: {disabled: [TidemarkLagg]}}",
                        "monitoring.rules.disabled names TidemarkLagg: there is no such alert"),
                arguments(
                        "commonLabels: {app.kubernetes.io/name: mine}",
                        "commonLabels has app.kubernetes.io/name, which the chart sets itself"),
                arguments("commonLabels: {'a b': c}", "commonLabels has \"a b\""),
                arguments("commonLabels: {team: 'a b'}", "commonLabels.team is \"a b\""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsRefusedInASentence(String values, String sentence) throws IOException {
        var file = Files.writeString(
                Files.createTempFile(Files.createDirectories(Path.of("target")), "mistake", ".yaml"), values);

        assertThatThrownBy(() -> Chart.render(List.of(Chart.variant("production"), file.toAbsolutePath())))
                .hasMessageContaining(sentence);
        Files.delete(file);
    }

    @Test
    void whatIsNoMistakeIsTaken() throws IOException {
        var file = Files.writeString(
                Files.createTempFile(Files.createDirectories(Path.of("target")), "values", ".yaml"), """
                commonLabels: {example.org/team: network, empty: ""}
                global: {imageRegistry: "registry.example.org:5000/mirror"}
                aggregator:
                  resources: {requests: {cpu: 0.5, memory: 512Mi}, limits: {cpu: 2, memory: 1.5Gi, ephemeral-storage: 1Gi}}
                  enrichment: {networks: "# ours\n\n10.1.0.0/16   office berlin # east\n2001:db8::/32 partners\n::ffff:0.0.0.0/96 mapped\n"}
                query:
                  jvmOptions: -Xmx512m -XX:+UseZGC
                  extraEnv: [{name: DB_TOKEN, valueFrom: {secretKeyRef: {name: a, key: b}}}]
                networkPolicy: {queryIngress: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}
                """);

        assertThat(Chart.render(List.of(Chart.variant("production"), file.toAbsolutePath())))
                .isNotEmpty();
        assertThat(Chart.render(
                        "production",
                        Map.of("capture.enabled", false, "aggregator.enabled", false, "query.enabled", false)))
                .as("topics alone, for services elsewhere")
                .extracting(Manifest::kind)
                .contains("KafkaTopic")
                .doesNotContain("Deployment", "DaemonSet");
        Files.delete(file);
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
