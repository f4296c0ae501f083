package io.tidemark.query.broker;

import io.quarkus.runtime.StartupEvent;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** How far the aggregators and the query services are behind, asked of Kafka every few seconds on a virtual thread. */
@ApplicationScoped
public class Lags {
    private static final Logger LOG = Logger.getLogger(Lags.class);
    private static final long EVERY_MILLIS = 3000;

    private final Clock clock;
    private final List<Watched> watched;
    private Thread worker;

    private record Watched(String group, String topic, Behind behind, Backlog backlog) {
        Watched(BrokerClient broker, String group, Topic topic) {
            this(group, topic.name(), new Behind(broker, group, topic.name()), new Backlog());
        }
    }

    Lags(BrokerClient broker, Clock clock) {
        this.clock = clock;
        this.watched = List.of(
                new Watched(broker, ConsumerGroups.AGGREGATOR, Topic.FLOWS),
                new Watched(broker, ConsumerGroups.QUERY, Topic.SUMMARIES));
    }

    /** What was found last, in the order of a packet's way. Never blocks. */
    public List<Lag> now() {
        var now = clock.instant();
        return watched.stream()
                .map(one -> one.backlog().at(now, one.group(), one.topic()))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("lags").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                for (var one : watched) {
                    ask(one);
                }
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException stopped) {
            LOG.debug("stopped");
        }
    }

    /** No answer is no news: readiness tells that the broker is away, and what was found becomes unknown. */
    private void ask(Watched one) throws InterruptedException {
        try {
            one.backlog().add(clock.instant(), one.behind().ask());
        } catch (ExecutionException | KafkaException e) {
            LOG.debugf(e, "Kafka does not say how far behind a group is: group=%s", one.group());
        }
    }

    @PreDestroy
    void stop() {
        if (worker != null) {
            worker.interrupt();
        }
    }
}
