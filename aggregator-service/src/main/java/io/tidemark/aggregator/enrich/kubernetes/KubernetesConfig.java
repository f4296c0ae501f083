package io.tidemark.aggregator.enrich.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Configuration of what Kubernetes tells of addresses. */
@ConfigMapping(prefix = "tidemark.aggregator")
public interface KubernetesConfig {
    /** Where the kubelet mounts the token of a pod's service account. */
    Path TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    /**
     * Whether to ask the API server of Kubernetes which pod, node or service has an address. {@code true} or {@code false}; none:
     * if a service account's token is mounted.
     */
    Optional<Boolean> kubernetes();

    /**
     * How long it is remembered who had an address that has changed hands; flows that come later than that have no name. A
     * duration.
     */
    @WithDefault("1h")
    Duration kubernetesMemory();

    /** Whether to ask. */
    default boolean asksKubernetes() {
        return kubernetes().orElseGet(() -> Files.exists(TOKEN));
    }
}
