package io.tidemark.aggregator.enrich.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** An API server with one pod, and a file of networks, for the service's tests. */
public final class ApiServerResource implements QuarkusTestResourceLifecycleManager {
    private final ApiServer api = new ApiServer();

    @Override
    public Map<String, String> start() {
        api.start();
        System.setProperty(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY, api.url()); // read where the client is made
        api.put(Cluster.pod("cart-1", "10.0.0.1", "1970-01-01T00:00:00Z").build());
        try {
            var networks = Files.writeString(Files.createTempFile("networks", ""), "10.0.1.0/24 office\n");
            return Map.of(
                    "tidemark.aggregator.kubernetes", "true", "tidemark.aggregator.networks-file", networks.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        System.clearProperty(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY);
        api.close();
    }
}
