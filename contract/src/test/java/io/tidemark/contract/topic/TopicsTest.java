package io.tidemark.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsTest {
    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start() throws IOException {
        kafka = EmbeddedKafka.start(directory, 0);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void createsWhatIsAbsentAndFindsItAsItShouldBe() throws Exception {
        var topics = new Topics(admin, 1);

        topics.ensure(Topic.ALL);
        var differences = topics.ensure(Topic.ALL);

        assertThat(differences).isEmpty();
        assertThat(admin.listTopics().names().get())
                .containsAll(Topic.ALL.stream().map(Topic::name).toList());
    }

    @Test
    void leavesATopicThatIsThereAsItIsAndTellsTheDifference() throws Exception {
        var contract = new Topic("tidemark.other.v1", "any bytes", 12, Duration.ofHours(1));
        admin.createTopics(List.of(new NewTopic(contract.name(), 3, (short) 1)))
                .all()
                .get();

        var differences = new Topics(admin, 1).ensure(List.of(contract));

        assertThat(differences)
                .contains("topic tidemark.other.v1 has 3 partitions, not 12")
                .anySatisfy(difference -> assertThat(difference).contains("retention.ms="));
        assertThat(admin.describeTopics(List.of(contract.name()))
                        .allTopicNames()
                        .get()
                        .get(contract.name())
                        .partitions())
                .hasSize(3);
    }
}
