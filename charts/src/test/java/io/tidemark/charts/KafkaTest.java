package io.tidemark.charts;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The Kafka that the chart makes is the one the contract describes, and each service may do there what it does and no more. */
class KafkaTest {
    @Test
    void topicsAreTheContracts() {
        var topics = topics("own-kafka-tls");

        assertThat(topics).hasSameSizeAs(Topic.ALL);
        for (Topic topic : Topic.ALL) {
            var expected = new LinkedHashMap<>(topic.settings());
            expected.put("min.insync.replicas", "2");
            var rendered = topics.get(topic.name());

            assertThat(rendered).as(topic.name()).isNotNull();
            assertThat(rendered.at("/spec/partitions").asInt()).as(topic.name()).isEqualTo(topic.partitions());
            assertThat(rendered.at("/spec/replicas").asInt()).as(topic.name()).isEqualTo(3);
            assertThat(config(rendered)).as(topic.name()).isEqualTo(expected);
        }
    }

    @Test
    void oneNodeHasOneCopyAndNoMinimumInSync() {
        for (Manifest topic : topics("minimal").values()) {
            assertThat(topic.at("/spec/replicas").asInt()).isEqualTo(1);
            assertThat(config(topic)).doesNotContainKey("min.insync.replicas");
        }
    }

    @Test
    void morePartitionsAreTheOnlySettingThatValuesChange() {
        assertThat(topics("production")
                        .get(Topic.FLOWS.name())
                        .at("/spec/partitions")
                        .asInt())
                .isEqualTo(24);
    }

    @Test
    void topicsAndDataOutliveAnUninstall() {
        var manifests = Chart.render(Chart.variant("own-kafka-tls"));

        for (String kind : List.of("Kafka", "KafkaNodePool", "KafkaTopic")) {
            assertThat(Manifest.ofKind(manifests, kind))
                    .isNotEmpty()
                    .allSatisfy(manifest -> assertThat(manifest.json()
                                    .path("metadata")
                                    .path("annotations")
                                    .path("helm.sh/resource-policy")
                                    .asText())
                            .isEqualTo("keep"));
        }
    }

    @Test
    void everythingOfStrimzisBelongsToTheClusterThatServicesTalkTo() {
        for (String variant : List.of("minimal", "production", "own-kafka-tls")) {
            var manifests = Chart.render(Chart.variant(variant));
            var clusters = new TreeSet<String>();
            for (Manifest manifest : manifests) {
                if (StrimziSchemas.knows(manifest) && !manifest.kind().equals("Kafka")) {
                    clusters.add(manifest.json()
                            .path("metadata")
                            .path("labels")
                            .path("strimzi.io/cluster")
                            .asText());
                }
            }

            assertThat(clusters).as(variant).hasSize(1);
            assertThat(Manifest.one(manifests, "DaemonSet", "-capture").json().toString())
                    .contains("\"" + clusters.first() + "-kafka-bootstrap:9093\"");
        }
    }

    @Test
    void rightsNameOnlyTopicsAndGroupsOfTheContract() {
        Set<String> known =
                new TreeSet<>(Set.of(ConsumerGroups.AGGREGATOR, ConsumerGroups.AGGREGATOR + "-", ConsumerGroups.QUERY));
        Topic.ALL.forEach(topic -> known.add(topic.name()));

        for (Manifest user : Manifest.ofKind(Chart.render(Chart.variant("minimal")), "KafkaUser")) {
            for (var acl : user.at("/spec/authorization/acls")) {
                assertThat(known)
                        .as(user.title())
                        .contains(acl.at("/resource/name").asText());
                assertThat(acl.path("operations").valueStream().map(op -> op.asText()))
                        .as(user.title())
                        .doesNotContain("All", "Alter", "Delete", "Create", "ClusterAction");
            }
        }
    }

    @Test
    void captureReadsNothingAndQueryWritesOnlyWhatItCannotRead() {
        var manifests = Chart.render(Chart.variant("minimal"));

        assertThat(rights(manifests, "-capture"))
                .containsExactlyInAnyOrder("Write " + Topic.FLOWS.name(), "Write " + Topic.PULSE.name());
        assertThat(rights(manifests, "-aggregator"))
                .containsExactlyInAnyOrder(
                        "Read " + Topic.FLOWS.name(),
                        "Read " + ConsumerGroups.AGGREGATOR,
                        "Write " + ConsumerGroups.AGGREGATOR + "-", // its transactional ids begin so
                        "Write " + Topic.SUMMARIES.name(),
                        "Write " + Topic.FLOWS_DEAD.name());
        assertThat(rights(manifests, "-query"))
                .containsExactlyInAnyOrder(
                        "Read " + Topic.SUMMARIES.name(),
                        "Read " + Topic.PULSE.name(),
                        "Read " + ConsumerGroups.QUERY,
                        "Write " + Topic.SUMMARIES_DEAD.name());
    }

    @Test
    void theAutoscalerMeasuresTheAggregatorsGroupOnTheFlows() {
        var selector = Manifest.one(Chart.render(Chart.variant("production")), "HorizontalPodAutoscaler", "")
                .at("/spec/metrics/0/external/metric/selector/matchLabels");

        assertThat(selector.path("consumergroup").asText()).isEqualTo(ConsumerGroups.AGGREGATOR);
        assertThat(selector.path("topic").asText()).isEqualTo(Topic.FLOWS.name());
    }

    @Test
    void anExternalKafkaGetsNoStrimziObject() {
        assertThat(Chart.render(Chart.variant("external-kafka"))).noneMatch(StrimziSchemas::knows);
    }

    private static Set<String> rights(List<Manifest> manifests, String user) {
        var rights = new TreeSet<String>();
        for (var acl : Manifest.one(manifests, "KafkaUser", user).at("/spec/authorization/acls")) {
            for (var operation : acl.path("operations")) {
                if (!operation.asText().equals("Describe")) {
                    rights.add(
                            operation.asText() + " " + acl.at("/resource/name").asText());
                }
            }
        }
        return rights;
    }

    private static Map<String, Manifest> topics(String variant) {
        return Manifest.ofKind(Chart.render(Chart.variant(variant)), "KafkaTopic").stream()
                .collect(toMap(Manifest::name, Function.identity()));
    }

    private static Map<String, String> config(Manifest topic) {
        return topic.at("/spec/config").properties().stream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().asText()));
    }
}
