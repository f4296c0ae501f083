package io.tidemark.aggregator.enrich.kubernetes;

import static io.tidemark.aggregator.enrich.kubernetes.Cluster.await;
import static io.tidemark.aggregator.enrich.kubernetes.Cluster.ended;
import static io.tidemark.aggregator.enrich.kubernetes.Cluster.find;
import static io.tidemark.aggregator.enrich.kubernetes.Cluster.node;
import static io.tidemark.aggregator.enrich.kubernetes.Cluster.pod;
import static io.tidemark.aggregator.enrich.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchesTest {
    private static final String NOON = "2026-06-01T12:00:00Z";
    private static final String ONE = "2026-06-01T13:00:00Z";
    private static final String TWO = "2026-06-01T14:00:00Z";

    private final Directory directory = new Directory();
    private final Watches watches = new Watches(directory, InstantSource.fixed(Instant.parse(ONE)));
    private final ApiServer api = new ApiServer();
    private KubernetesClient client;

    @BeforeEach
    void start() {
        api.start();
        client = api.client();
    }

    @AfterEach
    void stop() {
        watches.close();
        client.close();
        api.close();
    }

    @Test
    void tellsPodsNodesAndServicesByTheirAddresses() {
        api.put(node("node-a", "192.0.2.1", "zone-1"));
        api.put(service("shop", "cart-http", "10.96.0.7", Map.of("app", "cart")));
        api.put(pod("cart-1", "10.1.0.7", NOON).build());
        api.put(pod("agent", "192.0.2.1", NOON)
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build());

        watches.start(client);
        await("all is listed", () -> directory.size() == 3);

        var pod = find(directory, "10.1.0.7", ONE);
        assertThat(pod.namespace()).isEqualTo("shop");
        assertThat(pod.workloadKind()).isEqualTo("Deployment");
        assertThat(pod.workload()).isEqualTo("cart");
        assertThat(pod.pod()).isEqualTo("cart-1");
        assertThat(pod.node()).isEqualTo("node-a");
        assertThat(pod.zone()).isEqualTo("zone-1");
        assertThat(pod.service()).isEqualTo("cart-http");
        var node = find(directory, "192.0.2.1", ONE);
        assertThat(node.workloadKind()).isEqualTo("Node");
        assertThat(node.zone()).isEqualTo("zone-1");
        var service = find(directory, "10.96.0.7", ONE);
        assertThat(service.workloadKind()).isEqualTo("Service");
        assertThat(service.workload()).isEqualTo("cart-http");
    }

    @Test
    void listsInPages() {
        for (int i = 0; i < 600; i++) {
            api.put(pod("cart-" + i, "10.1." + i / 250 + "." + i % 250, NOON).build());
        }

        watches.start(client);
        await("all is listed", () -> directory.size() == 600);

        assertThat(api.requests().stream()
                        .filter(request -> request.startsWith("/api/v1/pods?") && request.contains("limit=250")))
                .hasSize(3);
    }

    @Test
    void followsAnAddressThatChangesHands() {
        var first = pod("cart-1", "10.1.0.7", NOON);
        api.put(first.build());
        watches.start(client);
        await("the first has it", () -> has("cart-1", ONE));

        api.put(ended(first, "2026-06-01T12:30:00Z"));
        api.delete(ended(first, "2026-06-01T12:30:00Z"));
        api.put(pod("cart-2", "10.1.0.7", "2026-06-01T12:40:00Z").build());
        await("the second has it", () -> has("cart-2", ONE));

        assertThat(has("cart-1", "2026-06-01T12:29:59Z")).isTrue();
        assertThat(find(directory, "10.1.0.7", "2026-06-01T12:35:00Z").isKnown())
                .isFalse();
    }

    @Test
    void keepsWhatItKnowsWhileTheApiServerIsAwayAndLearnsWhatHappenedMeanwhile() {
        api.put(pod("cart-1", "10.1.0.7", NOON).build());
        api.put(pod("cart-2", "10.1.0.8", NOON).build());
        watches.start(client);
        await("both are known", () -> directory.size() == 2 && watches.areWatching());

        api.close();
        await("the connection is lost", () -> !watches.areWatching());
        api.delete(pod("cart-1", "10.1.0.7", NOON).build());
        api.put(pod("cart-3", "10.1.0.9", NOON).build());
        boolean known = has("cart-1", TWO);
        api.start();
        await(
                "what happened meanwhile is told",
                () -> find(directory, "10.1.0.9", TWO).isKnown());
        await("it tells of changes again", watches::areWatching);

        assertThat(known).isTrue();
        assertThat(has("cart-1", "2026-06-01T12:59:59Z")).isTrue();
        assertThat(has("cart-1", TWO)).isFalse();
    }

    @Test
    void listsAnewWhenWhatItMissedIsTooOldToBeTold() {
        api.put(pod("cart-1", "10.1.0.7", NOON).build());
        api.put(pod("cart-2", "10.1.0.8", NOON).build());
        watches.start(client);
        await("both are known", () -> directory.size() == 2 && watches.areWatching());

        api.close();
        api.delete(pod("cart-1", "10.1.0.7", NOON).build());
        api.put(pod("cart-3", "10.1.0.9", NOON).build());
        api.forget();
        api.start();
        await(
                "what is there now is told",
                () -> find(directory, "10.1.0.9", TWO).isKnown());
        await("what is gone is told", () -> !has("cart-1", TWO));

        assertThat(has("cart-1", "2026-06-01T12:59:59Z")).isTrue();
        assertThat(find(directory, "10.1.0.8", TWO).pod()).isEqualTo("cart-2");
    }

    @Test
    void waitsForAnApiServerThatIsNotThereYet() {
        api.close();
        watches.start(client);
        await("it has failed", () -> !watches.trouble().equals("no answer yet"));

        api.put(pod("cart-1", "10.1.0.7", NOON).build());
        api.start();
        await("the pod is known", () -> has("cart-1", ONE));

        assertThat(find(directory, "10.1.0.7", ONE).workload()).isEqualTo("cart");
    }

    @Test
    void understandsTheMockServerOfTheClientsMakers() {
        var server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init();
        try (var its = server.createClient()) {
            its.nodes().resource(node("node-a", "192.0.2.1", "zone-1")).create();
            its.pods().resource(pod("cart-1", "10.1.0.7", NOON).build()).create();
            watches.start(its);
            await("the pod is known", () -> has("cart-1", ONE) && watches.areWatching());

            its.pods().inNamespace("shop").withName("cart-1").delete();
            its.pods().resource(pod("cart-2", "10.1.0.7", ONE).build()).create();
            await("the next one has its address", () -> has("cart-2", TWO));

            assertThat(has("cart-1", "2026-06-01T12:59:59Z")).isTrue();
            assertThat(find(directory, "10.1.0.7", TWO).zone()).isEqualTo("zone-1");
            watches.close();
        } finally {
            server.destroy();
        }
    }

    @Test
    void twentyThousandPodsTakeLessThanSixtyMegabytes() {
        for (int i = 0; i < 20_000; i++) {
            var workload = "workload-" + i / 20;
            api.put(pod(workload + "-6d4b75cb6d-" + i, "10." + i / 62_500 + "." + i / 250 + "." + i % 250, NOON)
                    .editMetadata()
                    .withNamespace("team-" + i / 200)
                    .addToLabels("app", workload)
                    .addToLabels("app.kubernetes.io/name", workload)
                    .addToLabels("app.kubernetes.io/part-of", "team-" + i / 200)
                    .addToAnnotations("kubectl.kubernetes.io/restartedAt", NOON)
                    .removeMatchingFromOwnerReferences(owner -> true)
                    .addNewOwnerReference()
                    .withKind("ReplicaSet")
                    .withName(workload + "-6d4b75cb6d")
                    .withController(true)
                    .endOwnerReference()
                    .endMetadata()
                    .editSpec()
                    .withNodeName("node-" + i % 500)
                    .endSpec()
                    .build());
        }
        long before = heap();

        watches.start(client);
        await("all are known", () -> directory.size() == 20_000);
        long taken = heap() - before;
        System.out.printf("heap held for 20000 pods: %d bytes%n", taken);

        assertThat(taken).as("bytes on the heap").isLessThan(60_000_000);
        assertThat(find(directory, "10.0.79.249", ONE).workload()).isEqualTo("workload-999");
    }

    /** What is in use right after a full collection. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private boolean has(String pod, String time) {
        return find(directory, "10.1.0.7", time).pod().equals(pod);
    }
}
