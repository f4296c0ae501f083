package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

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

    private static Manifest broken(String kind, String nameEnd, String pointer, String field, String value) {
        var variant = kind.equals("Kafka") ? "minimal" : "production";
        var manifest = Manifest.one(Chart.render(Chart.variant(variant)), kind, nameEnd);
        ((ObjectNode) manifest.at(pointer)).put(field, value);
        return manifest;
    }
}
