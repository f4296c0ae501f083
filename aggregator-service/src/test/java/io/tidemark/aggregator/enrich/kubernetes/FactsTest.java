package io.tidemark.aggregator.enrich.kubernetes;

import static io.tidemark.aggregator.enrich.kubernetes.Cluster.nanos;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {
    private static final String START = "2026-06-01T12:00:30Z";

    private final Facts facts = new Facts();

    /** 29671920 is 2026-06-01T12:00:00Z in minutes, 1780315200 in seconds. */
    @ParameterizedTest
    @CsvSource({
        "ReplicaSet,  cart-6d4b75cb6d, 6d4b75cb6d, Deployment,  cart",
        "ReplicaSet,  cart-6d4b75cb6d, '',         ReplicaSet,  cart-6d4b75cb6d",
        "ReplicaSet,  6d4b75cb6d,      6d4b75cb6d, ReplicaSet,  6d4b75cb6d",
        "StatefulSet, db,              '',         StatefulSet, db",
        "DaemonSet,   agent,           '',         DaemonSet,   agent",
        "Job,         import,          '',         Job,         import",
        "Job,         report-29671920, '',         CronJob,     report",
        "Job,         report-1780315200, '',       CronJob,     report",
        "Job,         report-20240101, '',         Job,         report-20240101",
        "Kafka,       events,          '',         Kafka,       events",
        "Node,        node-a,          '',         Pod,         pod-1",
    })
    void tellsTheWorkloadByThePodsOwner(String kind, String name, String hash, String workloadKind, String workload) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("pod-1")
                .withUid("u")
                .withCreationTimestamp(START)
                .addToLabels("pod-template-hash", hash)
                .addNewOwnerReference()
                .withKind(kind)
                .withName(name)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPodIP("10.1.0.1")
                .endStatus()
                .build();

        var owner = facts.pod(pod).orElseThrow();

        assertThat(owner.kind).isEqualTo(workloadKind);
        assertThat(owner.workload).isEqualTo(workload);
    }

    @Test
    void aPodOnTheHostsNetworkHasNoAddressOfItsOwn() {
        var pod = Cluster.pod("p", "192.0.2.1", START)
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();

        assertThat(facts.pod(pod)).isEmpty();
    }

    @Test
    void aPodHasItsAddressesSinceItsNetworkWasReadyOrElseItsNodeTookIt() {
        var pod = Cluster.pod("p", "10.1.0.1", START);
        var ready = Cluster.pod("p", "10.1.0.1", START)
                .editStatus()
                .addNewCondition()
                .withType("PodReadyToStartContainers")
                .withStatus("True")
                .withLastTransitionTime("2026-06-01T12:00:41Z")
                .endCondition()
                .endStatus();

        assertThat(Facts.startOf(pod.build())).isEqualTo(nanos(START));
        assertThat(Facts.startOf(ready.build())).isEqualTo(nanos("2026-06-01T12:00:41Z"));
    }

    @Test
    void podsOfAWorkloadShareWhatTheySayAlike() {
        var one = facts.pod(Cluster.pod("p1", "10.1.0.1", START).build()).orElseThrow();
        var other = facts.pod(Cluster.pod(new String("p2"), "10.1.0.2", START).build())
                .orElseThrow();

        assertThat(other.labels).isSameAs(one.labels);
        assertThat(other.workload).isSameAs(one.workload);
        assertThat(other.node).isSameAs(one.node);
    }
}
