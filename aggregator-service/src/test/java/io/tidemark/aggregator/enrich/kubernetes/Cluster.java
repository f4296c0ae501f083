package io.tidemark.aggregator.enrich.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.tidemark.aggregator.enrich.Address;
import io.tidemark.aggregator.enrich.Endpoint;
import io.tidemark.contract.window.WindowLength;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Objects of a small cluster, as the API server tells them. */
final class Cluster {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Cluster() {}

    static Node node(String name, String ip, String zone) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid("uid-" + name)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .addToLabels("topology.kubernetes.io/zone", zone)
                .endMetadata()
                .withNewStatus()
                .addNewAddress(ip, "InternalIP")
                .addNewAddress(name, "Hostname")
                .endStatus()
                .build();
    }

    static Service service(String namespace, String name, String ip, Map<String, String> selector) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withUid("uid-" + namespace + "-" + name)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withClusterIP(ip)
                .withSelector(selector)
                .endSpec()
                .build();
    }

    /** A running pod of Deployment cart in namespace shop on node-a. */
    static PodBuilder pod(String name, String ip, String startTime) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid("uid-" + name)
                .withCreationTimestamp(startTime)
                .addToLabels("app", "cart")
                .addToLabels("pod-template-hash", "6d4b75cb6d")
                .addNewOwnerReference()
                .withKind("ReplicaSet")
                .withName("cart-6d4b75cb6d")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-a")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withStartTime(startTime)
                .withPodIP(ip)
                .addNewPodIP(ip)
                .endStatus();
    }

    /** The same, all of whose containers ended then. */
    static Pod ended(PodBuilder pod, String finishedAt) {
        return pod.editStatus()
                .withPhase("Succeeded")
                .addNewContainerStatus()
                .withName("main")
                .withNewState()
                .withNewTerminated()
                .withFinishedAt(finishedAt)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    static Endpoint find(Directory directory, String ip, String time) {
        var address = Address.parse(ip).orElseThrow();
        return directory.find(address.high(), address.low(), nanos(time));
    }

    static long nanos(String time) {
        return WindowLength.nanos(Instant.parse(time));
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within a minute: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
