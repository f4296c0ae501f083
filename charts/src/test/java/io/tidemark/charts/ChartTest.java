package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every way to use the chart, and what single ways are for. */
class ChartTest {
    static List<Path> variants() {
        return Chart.variants();
    }

    @Test
    void passesHelmsLint() {
        var result = new Helm(Chart.FOLDER).lint().strict().call();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyObjectIsKnownFieldByField(Path variant) {
        var manifests = Chart.render(variant);

        assertThat(manifests).hasSizeGreaterThan(variant.endsWith("capture-only-values.yaml") ? 2 : 8);
        assertThat(manifests)
                .allSatisfy(manifest -> assertThat(Kinds.problems(manifest))
                        .as(manifest.title())
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void rendersTheSameTwice(Path variant) {
        assertThat(Chart.renderAnew(variant)).isEqualTo(Chart.renderAnew(variant));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyObjectSaysWhereItBelongsAndIsThereOnce(Path variant) {
        var titles = new HashSet<String>();

        for (Manifest manifest : Chart.render(variant)) {
            assertThat(titles.add(manifest.title())).as(manifest.title()).isTrue();
            assertThat(manifest.at("/metadata/namespace").asText())
                    .as(manifest.title())
                    .isEqualTo(manifest.kind().startsWith("ClusterRole") ? "" : Chart.NAMESPACE);
            assertThat(manifest.at("/metadata/labels").properties())
                    .as(manifest.title())
                    .extracting(Map.Entry::getKey)
                    .contains(
                            "app.kubernetes.io/name",
                            "app.kubernetes.io/instance",
                            "app.kubernetes.io/component",
                            "app.kubernetes.io/version",
                            "app.kubernetes.io/managed-by",
                            "helm.sh/chart");
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void selectorsSurviveAnUpgrade(Path variant) {
        for (Manifest workload : workloads(Chart.render(variant))) {
            var selector = workload.at("/spec/selector/matchLabels");

            assertThat(selector.properties())
                    .as(workload.title())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder(
                            "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component");
            assertThat(workload.at("/spec/template/metadata/labels").properties())
                    .as(workload.title())
                    .containsAll(selector.properties());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void selectorsOfServicesMonitorsAndBudgetsMeetAWorkload(Path variant) {
        var manifests = Chart.render(variant);
        var pods = workloads(manifests).stream()
                .map(workload -> workload.at("/spec/template/metadata/labels").properties())
                .toList();

        for (Manifest manifest : manifests) {
            var selector =
                    switch (manifest.kind()) {
                        case "Service" -> manifest.at("/spec/selector");
                        case "PodDisruptionBudget", "PodMonitor" -> manifest.at("/spec/selector/matchLabels");
                        case "NetworkPolicy" -> manifest.at("/spec/podSelector/matchLabels");
                        default -> null;
                    };
            if (selector != null && !selector.has("strimzi.io/cluster")) {
                assertThat(pods).as(manifest.title()).anyMatch(labels -> labels.containsAll(selector.properties()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void noPodHasARightItDoesNotNeed(Path variant) {
        for (Manifest manifest : Chart.render(variant)) {
            var pod = manifest.pod();
            if (!pod.has("containers")) {
                continue;
            }
            var capture = manifest.name().endsWith("-capture");

            boolean asks = pod.at("/containers/0/env")
                    .valueStream()
                    .anyMatch(variable -> variable.path("name").asText().equals("TIDEMARK_AGGREGATOR_KUBERNETES")
                            && variable.path("value").asText().equals("true"));
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                    .as(manifest.title())
                    .isEqualTo(asks);
            assertThat(pod.path("hostNetwork").asBoolean()).as(manifest.title()).isEqualTo(capture);
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                    .as(manifest.title())
                    .isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt())
                    .as(manifest.title())
                    .isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                    .as(manifest.title())
                    .isEqualTo("RuntimeDefault");
            for (JsonNode container : pod.path("containers")) {
                var security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.path("privileged").asBoolean()).isFalse();
                assertThat(security.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
                assertThat(security.at("/capabilities/add").toString()).isEqualTo(capture ? "[\"NET_RAW\"]" : "");
                assertThat(container.at("/resources/limits/memory").isMissingNode())
                        .isFalse();
                assertThat(container.path("image").asText())
                        .containsAnyOf(":", "@")
                        .doesNotEndWith(":latest");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void passwordsComeFromSecretsOnly(Path variant) {
        for (Manifest workload : workloads(Chart.render(variant))) {
            for (JsonNode variable : workload.pod().at("/containers/0/env")) {
                if (variable.path("name").asText().matches(".*(PASSWORD|JAAS|SECRET|TOKEN).*")) {
                    assertThat(variable.at("/valueFrom/secretKeyRef/name").asText())
                            .as(variable.toString())
                            .isNotEmpty();
                    assertThat(variable.has("value")).as(variable.toString()).isFalse();
                }
            }
        }
        assertThat(Manifest.ofKind(Chart.render(variant), "Secret")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyVariableIsSetOnceAndEveryMountHasItsVolume(Path variant) {
        for (Manifest workload : workloads(Chart.render(variant))) {
            var container = workload.pod().at("/containers/0");

            assertThat(container.path("env").findValuesAsText("name"))
                    .as(workload.title())
                    .contains("KAFKA_BOOTSTRAP_SERVERS", "QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT");
            assertThat(List.of(container
                            .path("env")
                            .valueStream()
                            .map(v -> v.path("name").asText())
                            .toArray()))
                    .as(workload.title())
                    .doesNotHaveDuplicates();
            assertThat(container
                            .path("volumeMounts")
                            .valueStream()
                            .map(m -> m.path("name").asText()))
                    .as(workload.title())
                    .containsExactlyInAnyOrderElementsOf(workload.pod()
                            .path("volumes")
                            .valueStream()
                            .map(v -> v.path("name").asText())
                            .toList());
        }
    }

    /** A key that the service does not have is ignored there, and the value in vain. */
    @ParameterizedTest
    @MethodSource("variants")
    void everyKeyOfOursIsOneThatTheServiceHas(Path variant) {
        for (Manifest workload : workloads(Chart.render(variant))) {
            for (JsonNode variable : workload.pod().at("/containers/0/env")) {
                var name = variable.path("name").asText().split("_", 3);
                if (name[0].equals("TIDEMARK")) {
                    var words = List.of(name[2].toLowerCase().split("_"));

                    assertThat(IntStream.range(0, words.size())
                                    .anyMatch(prefix -> isDeclared(name[1].toLowerCase(), words, prefix)))
                            .as(variable.path("name").asText())
                            .isTrue();
                }
            }
        }
    }

    /** Whether the first words go on the service's prefix in a mapping of it, and the rest are the name of a key. */
    private static boolean isDeclared(String service, List<String> words, int prefix) {
        var method = new StringBuilder();
        for (String word : words.subList(prefix, words.size())) {
            method.append(method.isEmpty() ? word : word.substring(0, 1).toUpperCase() + word.substring(1));
        }
        var mapping = new StringBuilder("\"tidemark.").append(service);
        words.subList(0, prefix).forEach(word -> mapping.append('.').append(word));
        var source = ServiceSources.of(service);
        return source.contains(mapping.append('"')) && source.contains(" " + method + "();");
    }

    @Test
    void livenessAsksNeitherKafkaNorTheDatabase() {
        for (Manifest workload : workloads(Chart.render(Chart.variant("production")))) {
            var container = workload.pod().at("/containers/0");

            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
            assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
        }
    }

    @Test
    void captureIsNamedAfterItsNodeAndListensOnTheNodesAddressOnly() {
        var capture = Manifest.one(Chart.render(Chart.variant("production")), "DaemonSet", "-capture");
        var env = capture.pod().at("/containers/0/env");

        assertThat(named(env, "NODE_NAME").at("/valueFrom/fieldRef/fieldPath").asText())
                .isEqualTo("spec.nodeName");
        assertThat(named(env, "TIDEMARK_CAPTURE_NODE").path("value").asText()).isEqualTo("$(NODE_NAME)");
        assertThat(named(env, "QUARKUS_HTTP_HOST")
                        .at("/valueFrom/fieldRef/fieldPath")
                        .asText())
                .isEqualTo("status.podIP");
        assertThat(named(env, "TIDEMARK_CAPTURE_TABLE_FLOWS").path("value").asText())
                .isEqualTo("1000000");
        assertThat(capture.pod().path("dnsPolicy").asText()).isEqualTo("ClusterFirstWithHostNet");
        assertThat(capture.at("/spec/updateStrategy/rollingUpdate/maxUnavailable")
                        .asText())
                .isEqualTo("10%");
    }

    @Test
    void theAutoscalerOwnsTheNumberOfAggregators() {
        var manifests = Chart.render(Chart.variant("production"));
        var autoscaler = Manifest.one(manifests, "HorizontalPodAutoscaler", "-aggregator");
        var metric = autoscaler.at("/spec/metrics/0/external");

        assertThat(Manifest.one(manifests, "Deployment", "-aggregator")
                        .at("/spec")
                        .has("replicas"))
                .as("rendered replicas would reset the autoscaler at every upgrade")
                .isFalse();
        assertThat(metric.at("/metric/name").asText()).isEqualTo("kafka_consumergroup_lag");
        assertThat(metric.at("/target/type").asText()).isEqualTo("AverageValue");
        assertThat(autoscaler
                        .at("/spec/behavior/scaleDown/stabilizationWindowSeconds")
                        .asInt())
                .isEqualTo(300);
        assertThat(autoscaler.at("/spec/scaleTargetRef/name").asText())
                .isEqualTo(Manifest.one(manifests, "Deployment", "-aggregator").name());
    }

    @Test
    void kedaAsksPrometheusWhatTheMetricAdapterAsks() {
        var manifests = Chart.render(Chart.variant("keda"));
        var scaled = Manifest.one(manifests, "ScaledObject", "-aggregator");
        var trigger = scaled.at("/spec/triggers/0/metadata");
        var rule = Manifest.all(Path.of("..", "k8s", "prometheus-adapter", "values.yaml"))
                .getFirst()
                .at("/rules/external/0/metricsQuery")
                .asText();

        assertThat(Manifest.ofKind(manifests, "HorizontalPodAutoscaler")).isEmpty();
        assertThat(Manifest.one(manifests, "Deployment", "-aggregator")
                        .at("/spec")
                        .has("replicas"))
                .isFalse();
        assertThat(trigger.path("query").asText())
                .isEqualTo(
                        rule.replace("<<.Series>>", "kafka_consumergroup_lag")
                                .replace(
                                        "<<.LabelMatchers>>",
                                        "consumergroup=\"tidemark-aggregator\",topic=\"tidemark.flows.v1\",namespace=\"traffic\""));
        assertThat(trigger.path("ignoreNullValues").asText()).isEqualTo("false");
        assertThat(scaled.at("/spec/advanced/horizontalPodAutoscalerConfig/behavior"))
                .isEqualTo(Manifest.one(Chart.render(Chart.variant("production")), "HorizontalPodAutoscaler", "")
                        .at("/spec/behavior"));
        assertThat(scaled.at("/spec/scaleTargetRef/name").asText())
                .isEqualTo(Manifest.one(manifests, "Deployment", "-aggregator").name());
    }

    @Test
    void theExporterOfAnExternalKafkaMayBeInAnyNamespace() {
        var manifests = Chart.render(
                "external-kafka",
                Map.of(
                        "aggregator.autoscaling.mode", "keda",
                        "aggregator.autoscaling.keda.serverAddress", "https://prometheus.example.org"));

        assertThat(Manifest.one(manifests, "ScaledObject", "")
                        .at("/spec/triggers/0/metadata/query")
                        .asText())
                .contains("topic=\"tidemark.flows.v1\"}")
                .doesNotContain("namespace");
    }

    @Test
    void captureInAReleaseOfItsOwnHasItsUserWhereKafkaIs() {
        var rest = Chart.render(Chart.variant("restricted"));
        var capture = Chart.render(Chart.variant("capture-only"));
        var secret = Manifest.one(capture, "DaemonSet", "-capture")
                .json()
                .findValues("secretKeyRef")
                .getFirst();

        assertThat(Manifest.ofKind(rest, "DaemonSet")).isEmpty();
        assertThat(Manifest.one(rest, "KafkaUser", "-capture").at("/spec/authorization/acls"))
                .isEqualTo(Manifest.one(Chart.render(Chart.variant("minimal")), "KafkaUser", "-capture")
                        .at("/spec/authorization/acls"));
        assertThat(secret.path("name").asText()).isEqualTo("tidemark-capture");
        assertThat(Manifest.ofKind(capture, "Deployment")).isEmpty();
    }

    @Test
    void withoutAutoscalerTheNumberIsTheValues() {
        var manifests = Chart.render(Chart.variant("minimal"));

        assertThat(Manifest.ofKind(manifests, "HorizontalPodAutoscaler")).isEmpty();
        assertThat(Manifest.one(manifests, "Deployment", "-aggregator")
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void theAggregatorMayReadWhoHasAddressesAndNothingElse() {
        var manifests = Chart.render(Chart.variant("production"));

        var role = Manifest.one(manifests, "ClusterRole", "-aggregator");
        var binding = Manifest.one(manifests, "ClusterRoleBinding", "-aggregator");
        var account = Manifest.one(manifests, "ServiceAccount", "-aggregator");
        assertThat(role.name()).startsWith(Chart.NAMESPACE + "-");
        assertThat(role.at("/rules").toString())
                .isEqualTo(
                        "[{\"apiGroups\":[\"\"],\"resources\":[\"nodes\",\"pods\",\"services\"],\"verbs\":[\"get\",\"list\",\"watch\"]}]");
        assertThat(binding.at("/roleRef/name").asText()).isEqualTo(role.name());
        assertThat(binding.at("/subjects/0/name").asText()).isEqualTo(account.name());
        assertThat(Manifest.ofKind(Chart.render(Chart.variant("minimal")), "ClusterRole"))
                .isEmpty();
    }

    @Test
    void theAggregatorFindsItsNetworksAndDatabasesWhereTheyAreMounted() {
        var manifests = Chart.render(Chart.variant("production"));

        var pod = Manifest.one(manifests, "Deployment", "-aggregator").pod();
        var networks = Manifest.one(manifests, "ConfigMap", "-aggregator-networks");
        assertThat(networks.at("/data/networks").asText()).startsWith("10.1.0.0/16  office-berlin\n192.0.2.0/24");
        assertThat(pod.at("/volumes").findValuesAsText("claimName")).containsExactly("geoip");
        assertThat(pod.at("/containers/0/env").toString())
                .contains(
                        "\"/etc/tidemark/networks/networks\"",
                        "\"/etc/tidemark/geo/GeoLite2-Country.mmdb,/etc/tidemark/geo/GeoLite2-ASN.mmdb\"");
        assertThat(pod.at("/containers/0/volumeMounts").findValuesAsText("mountPath"))
                .contains("/etc/tidemark/networks", "/etc/tidemark/geo");
    }

    @Test
    void aLoginIsToldToQueryAndItsIssuerCanBeReached() {
        var manifests = Chart.render(Chart.variant("external-kafka"));
        var environment = Manifest.one(manifests, "Deployment", "-query").at("/spec/template/spec/containers/0/env");
        var values = new java.util.HashMap<String, String>();
        environment.forEach(variable -> values.put(
                variable.at("/name").asText(),
                variable.has("value")
                        ? variable.at("/value").asText()
                        : variable.at("/valueFrom/secretKeyRef/name").asText() + "/"
                                + variable.at("/valueFrom/secretKeyRef/key").asText()));

        assertThat(values)
                .containsEntry("QUARKUS_OIDC_AUTH_SERVER_URL", "https://dex.example.org:5556")
                .containsEntry("QUARKUS_OIDC_CLIENT_ID", "tidemark")
                .containsEntry("QUARKUS_OIDC_CREDENTIALS_SECRET", "tidemark-login/client-secret")
                .containsEntry("QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET", "tidemark-login/session-key")
                .doesNotContainKey("TIDEMARK_QUERY_INSECURE");
        assertThat(Manifest.one(manifests, "NetworkPolicy", "-query")
                        .at("/spec/egress")
                        .toString())
                .contains("{\"port\":5556,\"protocol\":\"TCP\"}");
    }

    @Test
    void withoutALoginQueryIsToldSo() {
        var query = Manifest.one(Chart.render(Chart.variant("minimal")), "Deployment", "-query");

        assertThat(query.at("/spec/template/spec/containers/0/env").toString())
                .contains("{\"name\":\"TIDEMARK_QUERY_INSECURE\",\"value\":\"true\"}")
                .doesNotContain("OIDC");
    }

    @Test
    void viewersMayForwardAPortAndNothingElse() {
        var manifests = Chart.render(Chart.variant("production"));
        var role = Manifest.one(manifests, "Role", "-viewer");

        assertThat(role.at("/rules")
                        .valueStream()
                        .map(rule -> rule.path("resources").path(0).asText() + " "
                                + rule.path("verbs").toString()))
                .containsExactly("services [\"get\"]", "pods [\"get\",\"list\"]", "pods/portforward [\"create\"]");
        assertThat(Manifest.one(manifests, "RoleBinding", "-viewer")
                        .at("/subjects")
                        .size())
                .isEqualTo(2);
        assertThat(Manifest.ofKind(Chart.render(Chart.variant("minimal")), "Role"))
                .isEmpty();
    }

    private static List<Manifest> workloads(List<Manifest> manifests) {
        return manifests.stream()
                .filter(manifest -> manifest.at("/spec/template/spec").has("containers"))
                .toList();
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(item -> item.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + list));
    }
}
