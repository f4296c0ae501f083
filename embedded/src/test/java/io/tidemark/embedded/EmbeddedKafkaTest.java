package io.tidemark.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedKafkaTest {
    @TempDir
    Path folder;

    @Test
    void keepsItsRecordsAcrossARestartOnAnotherPort() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            create(kafka, "kept");
            send(kafka, "kept", "before the restart", CompressionType.NONE);
        }

        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            assertThat(read(kafka, "kept")).containsExactly("before the restart");
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void takesEveryCompression(CompressionType compression) throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            create(kafka, "compressed");

            send(kafka, "compressed", "small", compression);

            assertThat(read(kafka, "compressed")).containsExactly("small");
        }
    }

    @Test
    void createsNoTopicUnasked() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, 0);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var described = admin.describeTopics(List.of("unasked")).allTopicNames();

            assertThatThrownBy(() -> described.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void asAProcessSaysWhenItIsReadyAndEndsInOrderOnSigterm() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var port = Loopback.freePort();
        var process = new ProcessBuilder(
                        java,
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedKafka.class.getName(),
                        folder.toString(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = process.inputReader(UTF_8)) {
            assertThat(output.readLine()).isEqualTo("Kafka is ready on 127.0.0.1:" + port);
            try (var client = new Socket(Loopback.HOST, port)) {
                assertThat(client.isConnected()).isTrue();
            }

            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(folder.resolve(".kafka_cleanshutdown")).exists();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void create(EmbeddedKafka kafka, String topic) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void send(EmbeddedKafka kafka, String topic, String value, CompressionType compression)
            throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", kafka.bootstrapServers(), "compression.type", compression.toString()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(EmbeddedKafka kafka, String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return consumer.poll(Duration.ofSeconds(30)).records(partition).stream()
                    .map(found -> found.value())
                    .toList();
        }
    }
}
