package io.tidemark.aggregator;

import static io.tidemark.aggregator.FlowBatches.LENGTH;
import static io.tidemark.aggregator.FlowBatches.batch;
import static io.tidemark.aggregator.FlowBatches.flow;
import static io.tidemark.aggregator.FlowBatches.marked;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
class AggregatorQuarkusTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "mp.messaging.incoming.flows.group.id")
    String group;

    @ConfigProperty(name = "mp.messaging.incoming.flows.topic")
    String topic;

    @TestHTTPResource("/")
    URI http;

    private KafkaProbe kafka;

    @BeforeEach
    void connect() {
        kafka = new KafkaProbe(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void sumsUpTheFlowsOfEveryPartitionInItsOwnWindowsAndCommitsWhatItHasPublished() {
        for (int partition = 0; partition < Topic.FLOWS.partitions(); partition++) {
            var flow = flow(1, 1, 443, 6, 10 + partition);
            kafka.send(batch("f#01", 5, "f#01", 0, 1, flow).setPartition(partition));
            kafka.send(marked(batch("f#01", 5, "f#01", 1, 1).setPartition(partition), List.of(flow), true));
        }

        kafka.await("all is published", () -> kafka.packets("f#01") == 12 * 11 + 66);
        kafka.await("all is committed", () -> kafka.lag() == 0);

        assertThat(kafka.summaries("f#01")).hasSize(12).allSatisfy(summary -> {
            assertThat(summary.getWindowStartNs()).isEqualTo(LENGTH);
            assertThat(summary.getComplete()).isTrue();
            assertThat(summary.getParts()).isOne();
            assertThat(summary.getNodes().get(0).getAnnouncedFlows()).isOne();
            assertThat(summary.getApplications().get(0).getServerPort()).isEqualTo(443);
            assertThat(summary.getConversations().length()).isOne();
        });
    }

    @Test
    void aRecordThatIsNoFlowBatchGoesWholeToTheDeadLettersAndTheNextOneIsRead() {
        var poison = "no protobuf at all".getBytes(StandardCharsets.UTF_8);
        var flow = flow(1, 1, 53, 17, 3);
        kafka.send(3, poison);
        kafka.send(marked(batch("f#02", 5, "f#02", 0, 1, flow).setPartition(3), List.of(flow), true));

        kafka.await("the next one is published", () -> kafka.packets("f#02") == 4);
        kafka.await("the letter is there", () -> !kafka.deadLetters().isEmpty());

        assertThat(kafka.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(poison);
            assertThat(new String(letter.headers().lastHeader("tidemark-cause").value(), StandardCharsets.UTF_8))
                    .isEqualTo("not_protobuf");
        });
        assertThat(get("q/metrics").body())
                .contains("tidemark_aggregator_poison_records_total{cause=\"not_protobuf\"} 1.0");
    }

    @Test
    void isReadyWhenItHasItsPartitionsAndTellsItsMetrics() {
        kafka.await("it is ready", () -> get("q/health/ready").statusCode() == 200);

        assertThat(get("q/health/live").statusCode()).isEqualTo(200);
        assertThat(get("q/metrics").body())
                .contains(
                        "tidemark_aggregator_batches_total",
                        "tidemark_aggregator_flows_total",
                        "tidemark_aggregator_duplicate_batches_total",
                        "tidemark_aggregator_late_flows_total",
                        "tidemark_aggregator_closed_windows_total{complete=\"true\"}",
                        "tidemark_aggregator_open_windows",
                        "tidemark_aggregator_lag_records",
                        "tidemark_aggregator_lateness_seconds_bucket",
                        "tidemark_aggregator_transactions_seconds_count",
                        "tidemark_aggregator_transactions_seconds_sum",
                        "tidemark_aggregator_failed_transactions_total",
                        "tidemark_aggregator_window_freshness_seconds_bucket",
                        "tidemark_aggregator_partitions 12.0");
    }

    @Test
    void partitionsWithoutFlowsCloseTheirWindowsToo() {
        var flow = flow(1, 1, 443, 6, 7);
        kafka.send(batch("f#03", 5, "f#03", 0, 1, flow).setPartition(8));
        for (int partition = 0; partition < Topic.FLOWS.partitions(); partition++) {
            List<Flow> sent = partition == 8 ? List.of(flow) : List.of();
            kafka.send(marked(batch("f#03", 5, "f#03", sent.size(), 1).setPartition(partition), sent, true));
        }

        kafka.await("all are closed", () -> kafka.summaries("f#03").size() == Topic.FLOWS.partitions());

        assertThat(kafka.summaries("f#03")).allSatisfy(summary -> {
            assertThat(summary.getComplete()).isTrue();
            assertThat(summary.getNodes().length()).isOne();
        });
        assertThat(kafka.packets("f#03")).isEqualTo(8);
    }

    @Test
    void whatIsReadIsNoLagAndEveryTransactionIsTimed() {
        var flow = flow(1, 1, 443, 6, 7);
        kafka.send(marked(batch("f#04", 5, "f#04", 0, 1, flow).setPartition(8), List.of(flow), true));
        kafka.await("it is published", () -> kafka.packets("f#04") == 8);

        kafka.await("there is no lag", () -> metric("tidemark_aggregator_lag_records") == 0);

        assertThat(metric("tidemark_aggregator_transactions_seconds_count")).isPositive();
        assertThat(metric("tidemark_aggregator_open_windows")).isZero();
    }

    @Test
    void partitionsMoveOneByOneBetweenInstances() {
        kafka.await("it is a member", () -> kafka.group().members().size() == 1);

        assertThat(kafka.group().partitionAssignor()).isEqualTo("cooperative-sticky");
    }

    /** The first value of a metric; NaN: there is none. */
    private double metric(String name) {
        return get("q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void theConfigurationNamesTheContractsTopicAndGroup() {
        assertThat(topic).isEqualTo(Topic.FLOWS.name());
        assertThat(group).isEqualTo(ConsumerGroups.AGGREGATOR);
    }

    private HttpResponse<String> get(String path) {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(http.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
