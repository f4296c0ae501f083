package io.tidemark.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import io.tidemark.e2e.capture.Capture;
import io.tidemark.e2e.capture.Scenes;
import io.tidemark.e2e.system.Equation;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Tidemark;
import io.tidemark.e2e.system.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service is killed like {@code kill -9} does while a capture is replayed. The supervisor starts it again. */
class KilledServiceIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A service that consumes, known by what it has committed. */
    private enum Consumer {
        AGGREGATOR("aggregator", Topic.FLOWS, ConsumerGroups.AGGREGATOR),
        QUERY("query", Topic.SUMMARIES, ConsumerGroups.QUERY);

        private final String service;
        private final Topic topic;
        private final String group;

        Consumer(String service, Topic topic, String group) {
            this.service = service;
            this.topic = topic;
            this.group = group;
        }
    }

    /** At full speed: what is in flight then is much. */
    @ParameterizedTest
    @EnumSource(Consumer.class)
    void whatWasOnItsWayIsCountedOnce(Consumer victim) throws Exception {
        var capture = Scenes.interrupted(House.target().resolve("captures"), 400_000);
        var folder = Tidemark.freshFolder("killed-" + victim.service);

        try (var tidemark = Tidemark.start(folder, Tidemark.replay(List.of(capture.file()), "--until-drained"));
                var admin = admin(tidemark)) {
            awaitProgress(admin, victim.topic, victim.group, Progress::midway);
            kill(tidemark, victim.service);

            assertThat(Progress.of(admin, victim.topic, victim.group))
                    .as("killed midway; if not, a larger capture is needed")
                    .matches(Progress::midway);
            assertBalances(tidemark, capture);
        }
    }

    /** At the recorded speed, so that the capture is not read to its end before. The replay starts over. */
    @Test
    void aCaptureServiceThatStartsOverDoublesNothing() throws Exception {
        var capture = Scenes.brief(House.target().resolve("captures"));
        var folder = Tidemark.freshFolder("killed-capture");

        try (var tidemark = Tidemark.start(
                        folder,
                        List.of(
                                "up",
                                "--speed",
                                "recorded",
                                "--until-drained",
                                "--capture",
                                capture.file().toString()));
                var admin = admin(tidemark)) {
            awaitProgress(admin, Topic.FLOWS, ConsumerGroups.AGGREGATOR, progress -> progress.all() > 0);
            kill(tidemark, "capture");

            assertBalances(tidemark, capture);
        }
    }

    private static Admin admin(Tidemark tidemark) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) tidemark.broker()));
    }

    private static void awaitProgress(Admin admin, Topic topic, String group, Predicate<Progress> wanted) {
        Wait.until(
                "progress of %s with %s".formatted(group, topic.name()),
                PATIENCE,
                () -> Progress.of(admin, topic, group),
                wanted);
    }

    /** Returns when the process is gone; another one takes its place some time later. */
    private static void kill(Tidemark tidemark, String service) throws IOException {
        var process = ProcessHandle.of(tidemark.pid(service)).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private static void assertBalances(Tidemark tidemark, Capture capture) throws Exception {
        int exit = tidemark.awaitExit(PATIENCE);

        assertThat(Equation.of(tidemark.lastLine())).isEqualTo(Equation.of(capture.truth()));
        assertThat(exit).isZero();
    }
}
