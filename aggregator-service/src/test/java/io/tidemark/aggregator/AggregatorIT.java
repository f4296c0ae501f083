package io.tidemark.aggregator;

import static io.tidemark.aggregator.FlowBatches.batch;
import static io.tidemark.aggregator.FlowBatches.flow;
import static io.tidemark.aggregator.FlowBatches.marked;
import static io.tidemark.aggregator.FlowBatches.packets;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.summary.NodeSummary;
import io.tidemark.contract.topic.Topic;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged service as a process of its own, killed and stopped. */
class AggregatorIT {
    private static final int WINDOWS = 60;

    private final KafkaResource broker = new KafkaResource();
    private String bootstrapServers;
    private KafkaProbe kafka;
    private Process service;
    private int port;

    @BeforeEach
    void start() throws IOException {
        bootstrapServers = broker.start().get("kafka.bootstrap.servers");
        kafka = new KafkaProbe(bootstrapServers);
        service = service();
    }

    @AfterEach
    void stop() {
        service.destroyForcibly().onExit().join();
        kafka.close();
        broker.stop();
    }

    @Test
    void killedAndStartedAgainItGoesOnAndNothingIsLostOrTwice() throws IOException {
        long sent = send("n1", 1, WINDOWS / 2);
        kafka.await("half is published", () -> kafka.packets("live") > sent / 2);
        service.destroyForcibly().onExit().join();
        long sentBefore = send("n2", 1, WINDOWS / 2);
        service = service();
        long sentAfter = send("n1", WINDOWS / 2, WINDOWS) + send("n2", WINDOWS / 2, WINDOWS);

        kafka.await("all is published", () -> kafka.packets("live") == sent + sentBefore + sentAfter);
        kafka.await("all is committed", () -> kafka.lag() == 0);

        assertThat(kafka.packets("live")).isEqualTo(sent + sentBefore + sentAfter);
        assertThat(kafka.summaries("live"))
                .allSatisfy(summary -> assertThat(summary.getNodes())
                        .extracting(NodeSummary::getAnnouncedFlows)
                        .isEqualTo(listOfFlows(summary.getNodes())));
    }

    @Test
    void instancesThatComeAndGoAndAreKilledGiveEveryWindowOnce() throws IOException, InterruptedException {
        var second = service();
        var third = second;
        try {
            long sent = send("n1", 1, 20);
            kafka.await("some is published", () -> kafka.packets("live") > 0);
            second.destroyForcibly().onExit().join();
            sent += send("n1", 20, 30);
            third = service();
            sent += send("n1", 30, 40);
            service.destroy();
            service.waitFor();
            service = service();
            sent += send("n1", 40, WINDOWS);
            long all = sent;

            kafka.await("all is published", () -> kafka.packets("live") >= all);
            kafka.await("all is committed", () -> kafka.lag() == 0);

            assertThat(kafka.packets("live")).isEqualTo(all);
            assertThat(kafka.summaries("live")).hasSize((WINDOWS - 1) * Topic.FLOWS.partitions());
        } finally {
            second.destroyForcibly();
            third.destroyForcibly();
        }
    }

    @Test
    void toldToStopItPublishesAndCommitsWhatItHasClosedLeavesTheGroupAndLosesNothing()
            throws IOException, InterruptedException {
        long sent = send("n1", 1, WINDOWS);
        kafka.await("something is published", () -> kafka.packets("live") > 0);

        service.destroy();

        assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(service.exitValue()).isEqualTo(143);
        assertThat(kafka.group().members())
                .as("others need not wait for its session")
                .isEmpty();
        service = service();
        kafka.await("the rest is published", () -> kafka.packets("live") == sent);
        kafka.await("all is committed", () -> kafka.lag() == 0);
        assertThat(kafka.summaries("live")).hasSize((WINDOWS - 1) * Topic.FLOWS.partitions());
    }

    @Test
    void isReadyOnlyWhileItHasItsPartitionsAndTheBrokerLetsItPublishAndLivesAllTheWhile() throws IOException {
        kafka.await("it is ready", () -> status("ready") == 200);

        broker.stop();
        kafka.await("it is not ready without the broker", () -> status("ready") == 503);
        int live = status("live");
        broker.startAgain();
        kafka.await("it is ready again", () -> status("ready") == 200);

        assertThat(live).isEqualTo(200);
        long sent = send("n1", 1, 3);
        kafka.await("it goes on", () -> kafka.packets("live") == sent);
    }

    /** Of its health; 0: it does not answer. */
    private int status(String health) {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + port + "/q/health/" + health);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Long> listOfFlows(Iterable<NodeSummary> nodes) {
        var flows = new java.util.ArrayList<Long>();
        nodes.forEach(node -> flows.add(node.getTotals().getFlows()));
        return flows;
    }

    /** A node's windows on all partitions; says goodbye with the last of all. Returns the packets. */
    private long send(String node, int from, int to) {
        long sent = 0;
        for (int window = from; window < to; window++) {
            for (int partition = 0; partition < Topic.FLOWS.partitions(); partition++) {
                Flow[] flows = {flow(window % 5, 1, 443, 6, window), flow(window % 7, 2, 53, 17, 1)};
                var batch = batch(node, 7, "live", window - 1, window, flows).setPartition(partition);
                kafka.send(marked(batch, List.of(flows), window == WINDOWS - 1));
                sent += packets(flows[0]) + packets(flows[1]);
            }
        }
        return sent;
    }

    /** Starts one; {@link #port} is the last one's. */
    private Process service() throws IOException {
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Dkafka.bootstrap.servers=" + bootstrapServers,
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        Path.of("target", "quarkus-app", "quarkus-run.jar").toString())
                .inheritIO()
                .start();
    }
}
