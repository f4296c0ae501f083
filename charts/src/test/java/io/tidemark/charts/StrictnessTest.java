package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The readers catch what they are there for: typing errors that an API server drops, or refuses only at installation. */
class StrictnessTest {
    @Test
    void anUnknownFieldDeepInABuiltInKindIsFound() {
        var deployment = broken("Deployment", "-query", "/spec/template/spec/containers/0", "readynessProbe", "x");

        assertThat(StrictTypes.problems(deployment))
                .containsExactly("/spec/template/spec/containers/0: readynessProbe");
    }

    @Test
    void anUnknownFieldOfTheAutoscalerIsFound() {
        assertThat(StrictTypes.problems(broken("HorizontalPodAutoscaler", "", "/spec", "maxReplica", "3")))
                .containsExactly("/spec: maxReplica");
    }

    @Test
    void anUnknownFieldOfANetworkPolicyIsFound() {
        assertThat(StrictTypes.problems(broken("NetworkPolicy", "-query", "/spec", "podSelecter", "x")))
                .containsExactly("/spec: podSelecter");
    }

    @Test
    void anUnknownFieldOfAMonitorIsFound() {
        assertThat(StrictTypes.problems(broken("ServiceMonitor", "", "/spec/endpoints/0", "intervall", "1s")))
                .containsExactly("/spec/endpoints/0: intervall");
    }

    @Test
    void aValueOfTheWrongTypeIsFound() {
        assertThat(StrictTypes.problems(broken("HorizontalPodAutoscaler", "", "/spec", "minReplicas", "two")))
                .isNotEmpty();
    }

    @Test
    void anUnknownKindIsFound() {
        assertThat(StrictTypes.problems(
                        Manifest.all("{apiVersion: apps/v2, kind: Deploymant}").getFirst()))
                .containsExactly("no model for apps/v2 Deploymant");
    }

    @Test
    void anUnknownFieldOfAKafkaIsFound() {
        assertThat(StrimziSchemas.problems(broken("Kafka", "", "/spec", "entityOperater", "x")))
                .anyMatch(problem -> problem.contains("entityOperater"));
    }

    @Test
    void aWrongWordInAKafkaUserIsFound() {
        var user = Manifest.one(Chart.render(Chart.variant("minimal")), "KafkaUser", "-capture");
        ((ObjectNode) user.at("/spec/authentication")).put("type", "scram");

        assertThat(StrimziSchemas.problems(user)).anyMatch(problem -> problem.contains("$.spec.authentication.type"));
    }

    @Test
    void anOldVersionOfStrimzisApiIsFound() {
        var topic = Manifest.all("{apiVersion: kafka.strimzi.io/v1beta2, kind: KafkaTopic}")
                .getFirst();

        assertThat(StrimziSchemas.problems(topic)).hasSize(1);
    }

    @Test
    void anUnknownFieldOfAScaledObjectIsFound() {
        var scaled = Manifest.one(Chart.render(Chart.variant("keda")), "ScaledObject", "");
        ((ObjectNode) scaled.at("/spec")).put("maxReplicas", 3);

        assertThat(Kinds.problems(scaled)).singleElement().asString().contains("maxReplicas");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql/postgresql.yaml, /spec, instancez",
        "postgresql/backup.yaml, /spec/configuration, endpointUrl",
        "keycloak/realm.yaml, /spec, placeholder",
        "keycloak/realm.yaml, /spec/realm/clients/0, redirectUrl",
        "argocd/apps/tidemark.yaml, /spec/syncPolicy/automated, selfheal",
        "argocd/tidemark.yaml, /spec/destinations/0, namespaces",
    })
    void anUnknownFieldOfAnOperatorsKindIsFound(String file, String pointer, String field) {
        var manifest = Manifest.all(Path.of("..", "k8s", file)).getFirst();
        ((ObjectNode) manifest.at(pointer)).put(field, "x");

        assertThat(Kinds.problems(manifest)).anyMatch(problem -> problem.contains(field));
    }

    private static Manifest broken(String kind, String nameEnd, String pointer, String field, String value) {
        var variant = kind.equals("Kafka") ? "minimal" : "production";
        var manifest = Manifest.one(Chart.render(Chart.variant(variant)), kind, nameEnd);
        ((ObjectNode) manifest.at(pointer)).put(field, value);
        return manifest;
    }
}
