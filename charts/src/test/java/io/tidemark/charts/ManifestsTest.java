package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies under {@code k8s} is read as strictly as the chart, and agrees with it. */
class ManifestsTest {
    private static final Path K8S = Path.of("..", "k8s");
    private static final Set<String> KUSTOMIZATION =
            Set.of("apiVersion", "kind", "namespace", "resources", "patches", "components", "labels");

    /** Files that are no Kubernetes objects: values of charts, configuration of tools. */
    private static final Set<String> OTHERS = Set.of("values.yaml", "cluster.yaml", "kustomization.yaml");

    static List<Path> objects() throws IOException {
        return files().filter(file -> !OTHERS.contains(file.getFileName().toString()))
                .toList();
    }

    static List<Path> kustomizations() throws IOException {
        return files().filter(file -> file.endsWith("kustomization.yaml")).toList();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void everyObjectIsKnownFieldByField(Path file) {
        assertThat(Manifest.all(file))
                .isNotEmpty()
                .allSatisfy(manifest -> assertThat(Kinds.problems(manifest))
                        .as(manifest.title())
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void aKustomizationNamesTheFilesThatAreThere(Path file) throws IOException {
        var kustomization = Manifest.all(file).getFirst();
        var named = kustomization
                .at("/resources")
                .valueStream()
                .map(JsonNode::asText)
                .toList();

        assertThat(kustomization.json().properties())
                .extracting(Map.Entry::getKey)
                .isSubsetOf(KUSTOMIZATION);
        assertThat(named)
                .allSatisfy(
                        resource -> assertThat(file.resolveSibling(resource)).exists());
        try (var siblings = Files.list(file.getParent())) {
            assertThat(named)
                    .containsAll(siblings.map(sibling -> sibling.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml") && !OTHERS.contains(name))
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void kustomizeBuildsIt(Path file) throws IOException, InterruptedException {
        var kubectl = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(kubectl.isPresent(), "SKIPPED: kustomize was not run, there is no kubectl on PATH");

        var output = Files.createTempFile("kustomize", ".yaml");
        var exit = new ProcessBuilder(
                        kubectl.get().toString(), "kustomize", file.getParent().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        var built = Files.readString(output);
        Files.delete(output);

        assertThat(exit).as(built).isZero();
        var namespace = Manifest.all(file).getFirst().at("/namespace").asText();
        assertThat(Manifest.all(built)).isNotEmpty().allSatisfy(manifest -> {
            if (!manifest.kind().equals("Namespace")) {
                assertThat(manifest.at("/metadata/namespace").asText())
                        .as(manifest.title())
                        .isNotEmpty()
                        .isEqualTo(namespace);
            }
        });
    }

    @Test
    void theKafkaIsTheOneThatTheProductionValuesName() {
        var kafka = Manifest.all(K8S.resolve("kafka/kafka.yaml")).getFirst();
        var listener = kafka.at("/spec/kafka/listeners/0");
        var services = Chart.render(Chart.variant("production"));
        var user = Manifest.one(services, "KafkaUser", "-capture");

        assertThat(user.json().at("/metadata/labels").path("strimzi.io/cluster").asText())
                .isEqualTo(kafka.name());
        assertThat(listener.at("/authentication/type").asText())
                .isEqualTo(user.at("/spec/authentication/type").asText());
        assertThat(Manifest.one(services, "Deployment", "-query").json().toString())
                .contains(kafka.name() + "-kafka-bootstrap:"
                        + listener.path("port").asText());
        assertThat(Manifest.all(K8S.resolve("kafka/nodepools.yaml")))
                .allSatisfy(pool -> assertThat(pool.json()
                                .at("/metadata/labels")
                                .path("strimzi.io/cluster")
                                .asText())
                        .isEqualTo(kafka.name()));
    }

    @Test
    void thePostgresqlIsTheOneThatTheProductionValuesName() {
        var cluster = Manifest.all(K8S.resolve("postgresql/postgresql.yaml")).getFirst();
        var backup = Manifest.all(K8S.resolve("postgresql/backup.yaml"));
        var values = Manifest.all(Chart.variant("production")).getFirst().at("/postgresql");
        var database = Manifest.all(Chart.FOLDER.resolve("values.yaml"))
                .getFirst()
                .at("/postgresql/database")
                .asText();
        var initdb = cluster.at("/spec/bootstrap/initdb");
        var plugin = cluster.at("/spec/plugins/0");

        // The names are CloudNativePG's: of the Service for writing, the owner's Secret and the authority's.
        assertThat(values.path("host").asText()).isEqualTo(cluster.name() + "-rw");
        assertThat(values.path("existingSecret").asText()).isEqualTo(cluster.name() + "-app");
        assertThat(values.path("caSecret").asText()).isEqualTo(cluster.name() + "-ca");
        assertThat(initdb.path("database").asText()).isEqualTo(database);
        assertThat(initdb.path("postInitSQL").valueStream().map(JsonNode::asText))
                .containsExactly(
                        "CREATE ROLE " + database + "_reader NOLOGIN",
                        "GRANT " + database + "_reader TO "
                                + initdb.path("owner").asText());
        assertThat(Manifest.one(backup, "ObjectStore", "").name())
                .isEqualTo(plugin.at("/parameters/barmanObjectName").asText());
        assertThat(Manifest.one(backup, "ScheduledBackup", "")
                        .at("/spec/cluster/name")
                        .asText())
                .isEqualTo(cluster.name());
        assertThat(Manifest.one(backup, "ScheduledBackup", "").at("/spec/pluginConfiguration/name"))
                .isEqualTo(plugin.path("name"));
    }

    @Test
    void theRealmIsTheOneThatItsValuesName() {
        var realm = Manifest.all(K8S.resolve("keycloak/realm.yaml")).getFirst().at("/spec/realm");
        var file = K8S.resolve("keycloak/values.yaml").toAbsolutePath();
        var access = Manifest.all(file).getFirst().at("/query/access");
        var client = realm.path("clients").path(0);
        var mappers = client.path("protocolMappers");

        assertThat(access.path("issuer").asText())
                .endsWith("/realms/" + realm.path("realm").asText());
        assertThat(client.path("clientId")).isEqualTo(access.path("clientId"));
        assertThat(client.path("secret").asText()).isEqualTo("${TIDEMARK_CLIENT_SECRET}");
        assertThat(client.at("/redirectUris/0").asText()).startsWith("https://").endsWith("/login");
        assertThat(realm.path("clients").findValues("protocolMappers"))
                .as("people see the same by the page and by commands")
                .hasSize(2)
                .containsOnly(mappers);
        assertThat(realm.has("clientScopes"))
                .as("with scopes of its own a realm is not given Keycloak's")
                .isFalse();
        assertThat(mappers.at("/0/config").path("included.client.audience")).isEqualTo(access.path("clientId"));
        assertThat(mappers.at("/1/config").path("claim.name").asText().replace('.', '/'))
                .isEqualTo(access.path("rolesClaim").asText());
        assertThat(mappers.at("/2/config").path("claim.name")).isEqualTo(access.path("namespacesClaim"));
        assertThat(realm.at("/roles/realm").findValuesAsText("name")).containsExactly("viewer", "operator", "admin");
        assertThat(Chart.render(List.of(Chart.variant("production"), file))).isNotEmpty();
    }

    @Test
    void argoBringsEverythingInOrderAndItsProjectAllowsIt() {
        var project = Manifest.one(Manifest.all(K8S.resolve("argocd/tidemark.yaml")), "AppProject", "");
        var applications = new ArrayList<Manifest>();
        var waves = new TreeMap<Integer, TreeSet<String>>();
        applications.add(Manifest.one(Manifest.all(K8S.resolve("argocd/tidemark.yaml")), "Application", ""));
        for (var file : List.of("namespaces", "operators", "kafka", "postgresql", "tidemark")) {
            for (Manifest application : Manifest.all(K8S.resolve("argocd/apps/" + file + ".yaml"))) {
                applications.add(application);
                waves.computeIfAbsent(
                                Integer.valueOf(application
                                        .at("/metadata/annotations")
                                        .path("argocd.argoproj.io/sync-wave")
                                        .asText()),
                                any -> new TreeSet<>())
                        .add(application.name());
            }
        }

        assertThat(waves.values())
                .extracting(Object::toString)
                .containsExactly(
                        "[tidemark-namespaces]",
                        "[cloudnative-pg, strimzi]",
                        "[tidemark-kafka, tidemark-postgresql]",
                        "[tidemark]");
        for (Manifest application : applications) {
            assertThat(application.at("/spec/project").asText()).isEqualTo(project.name());
            assertThat(project.at("/spec/destinations").findValuesAsText("namespace"))
                    .contains(application.at("/spec/destination/namespace").asText());
            for (JsonNode address : application.json().findValues("repoURL")) {
                assertThat(project.at("/spec/sourceRepos").toString()).contains(address.toString());
            }
            for (JsonNode path : application.json().findValues("path")) {
                assertThat(Path.of("..", path.asText())).isDirectory();
            }
        }
    }

    @Test
    void theAdaptersMetricIsTheAutoscalers() {
        var rule = Manifest.all(K8S.resolve("prometheus-adapter/values.yaml"))
                .getFirst()
                .at("/rules/external/0");
        var metric = Manifest.one(Chart.render(Chart.variant("production")), "HorizontalPodAutoscaler", "")
                .at("/spec/metrics/0/external/metric");

        assertThat(rule.at("/name/as").asText()).isEqualTo(metric.path("name").asText());
        assertThat(rule.path("seriesQuery").asText())
                .startsWith(metric.path("name").asText() + "{");
        metric.at("/selector/matchLabels")
                .fieldNames()
                .forEachRemaining(
                        label -> assertThat(rule.path("seriesQuery").asText()).contains(label + "!=\"\""));
        assertThat(rule.path("metricsQuery").asText()).contains("min_over_time(<<.Series>>{<<.LabelMatchers>>}[1m])");
    }

    @Test
    void grafanasSidecarLooksForTheChartsLabel() {
        var sidecar =
                Manifest.all(K8S.resolve("monitoring/values.yaml")).getFirst().at("/grafana/sidecar/dashboards");
        var labels =
                Manifest.all(Chart.FOLDER.resolve("values.yaml")).getFirst().at("/monitoring/dashboards/labels");

        assertThat(labels.path(sidecar.path("label").asText()).asText())
                .isEqualTo(sidecar.path("labelValue").asText());
    }

    @Test
    void theValuesForKindGiveAnAutoscalerWithItsLag() {
        var manifests = Chart.render(List.of(
                Chart.variant("minimal"), K8S.resolve("kind/values.yaml").toAbsolutePath()));

        assertThat(manifests.stream().map(Manifest::kind).collect(Collectors.toSet()))
                .contains("HorizontalPodAutoscaler", "PodMonitor", "ServiceMonitor", "ConfigMap");
        assertThat(Manifest.one(manifests, "Kafka", "").at("/spec").has("kafkaExporter"))
                .isTrue();
    }

    private static Stream<Path> files() throws IOException {
        try (var files = Files.walk(K8S)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }
}
