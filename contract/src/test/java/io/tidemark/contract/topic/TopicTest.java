package io.tidemark.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TopicTest {
    @Test
    void everyTopicStandsInTheReferenceAsItIs() throws IOException {
        var reference = Files.readString(Path.of("..", "docs", "reference", "topics.md"));

        assertThat(Topic.ALL)
                .allSatisfy(topic -> assertThat(reference)
                        .contains("| `%s` | `%s` | %d | %d h |"
                                .formatted(
                                        topic.name(),
                                        topic.value(),
                                        topic.partitions(),
                                        topic.retention().toHours())));
    }

    @Test
    void noTopicTrustsPacketTimeForItsRetention() {
        assertThat(Topic.ALL)
                .allSatisfy(
                        topic -> assertThat(topic.settings()).containsEntry("message.timestamp.type", "LogAppendTime"));
    }
}
