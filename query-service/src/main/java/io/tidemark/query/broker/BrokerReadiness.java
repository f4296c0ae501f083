package io.tidemark.query.broker;

import io.quarkus.runtime.StartupEvent;
import io.tidemark.contract.topic.Topic;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Ready when the broker answers and our topics are there. Asked every few seconds on a virtual thread, and told once when
 * it changes; the consumers wait and go on by themselves.
 */
@Readiness
@ApplicationScoped
class BrokerReadiness implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(BrokerReadiness.class);
    private static final long EVERY_MILLIS = 2000;
    private static final List<String> TOPICS =
            List.of(Topic.SUMMARIES.name(), Topic.PULSE.name(), Topic.SUMMARIES_DEAD.name());

    private final BrokerClient broker;
    private Thread worker;
    private volatile String missing = "not asked yet";

    BrokerReadiness(BrokerClient broker) {
        this.broker = broker;
    }

    void start(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("broker-readiness").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                tell(ask());
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException stopped) {
            LOG.debug("stopped");
        }
    }

    private String ask() throws InterruptedException {
        try {
            broker.admin().describeTopics(TOPICS).allTopicNames().get();
            return null;
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        } catch (KafkaException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void tell(String now) {
        if (now != null && (missing == null || missing.equals("not asked yet"))) {
            LOG.warnf("the broker or a topic is not there; waiting: reason=%s", now);
        } else if (now == null && missing != null) {
            LOG.info("the broker and its topics are there");
        }
        missing = now;
    }

    @Override
    public HealthCheckResponse call() {
        var reason = missing;
        var response = HealthCheckResponse.named("Kafka").status(reason == null);
        return reason == null
                ? response.build()
                : response.withData("reason", reason).build();
    }

    @PreDestroy
    void stop() {
        if (worker != null) {
            worker.interrupt();
        }
    }
}
