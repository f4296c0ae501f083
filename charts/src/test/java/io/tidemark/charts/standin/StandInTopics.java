package io.tidemark.charts.standin;

import io.tidemark.contract.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the contract's topics in a broker, which Strimzi's topic operator would do. Arguments: the broker's address. */
public final class StandInTopics {
    private StandInTopics() {}

    public static void main(String[] args) throws Exception {
        var topics = new ArrayList<NewTopic>();
        for (Topic topic : Topic.ALL) {
            topics.add(new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings()));
        }
        try (var admin = Admin.create(Map.of("bootstrap.servers", args[0], "default.api.timeout.ms", "120000"))) {
            for (var topic : topics) {
                create(admin, topic);
            }
        }
    }

    private static void create(Admin admin, NewTopic topic) throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(List.of(topic)).all().get();
            System.out.println("made " + topic.name());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
