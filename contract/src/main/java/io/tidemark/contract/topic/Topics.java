package io.tidemark.contract.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the topics of the contract where they are absent. One that is there is never altered: its differences from the
 * contract are told, and it is taken as it is. Blocks; for a launcher or an installer, not for a service's event loop.
 */
public final class Topics {
    /** How long a broker may lag behind the controller before that is an error. */
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);

    private final Admin admin;
    private final short replicas;

    /** @param replicas replication factor of what is created, at least 1; min.insync.replicas becomes 2 from 3 on */
    public Topics(Admin admin, int replicas) {
        if (replicas < 1) {
            throw new IllegalArgumentException("replication factor %d is not at least 1".formatted(replicas));
        }
        this.admin = admin;
        this.replicas = (short) replicas;
    }

    /**
     * Creates what is absent.
     *
     * @return one sentence for each setting of an existing topic that is not the contract's; empty if all is as it should be
     * @throws ExecutionException if the broker refuses or cannot be reached; the cause says why
     */
    public List<String> ensure(List<Topic> topics) throws ExecutionException, InterruptedException {
        var present = admin.listTopics().names().get();
        var differences = new ArrayList<String>();
        for (Topic topic : topics) {
            if (present.contains(topic.name()) || !create(topic)) {
                differences.addAll(compare(topic));
            }
        }
        return differences;
    }

    /** Creates it and waits until the broker knows it too, not just the controller. False: somebody else was first. */
    private boolean create(Topic topic) throws ExecutionException, InterruptedException {
        var settings = topic.settings();
        if (replicas >= 3) {
            settings.put("min.insync.replicas", "2");
        }
        try {
            admin.createTopics(List.of(new NewTopic(topic.name(), topic.partitions(), replicas).configs(settings)))
                    .all()
                    .get();
            awaitOnBroker(topic);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                awaitOnBroker(topic);
                return false;
            }
            throw e;
        }
    }

    private void awaitOnBroker(Topic topic) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (true) {
            try {
                compare(topic);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private List<String> compare(Topic topic) throws ExecutionException, InterruptedException {
        var differences = new ArrayList<String>();
        var partitions = admin.describeTopics(List.of(topic.name()))
                .allTopicNames()
                .get()
                .get(topic.name())
                .partitions()
                .size();
        if (partitions != topic.partitions()) {
            differences.add(
                    "topic %s has %d partitions, not %d".formatted(topic.name(), partitions, topic.partitions()));
        }
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        Config actual = admin.describeConfigs(Collections.singleton(resource))
                .all()
                .get()
                .get(resource);
        topic.settings().forEach((key, wanted) -> {
            var entry = actual.get(key);
            if (entry == null || !wanted.equals(entry.value())) {
                differences.add("topic %s has %s=%s, not %s"
                        .formatted(topic.name(), key, entry == null ? "(unset)" : entry.value(), wanted));
            }
        });
        return differences;
    }
}
