package io.tidemark.query.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.tidemark.contract.pulse.PointPulse;
import io.tidemark.contract.pulse.Pulse;
import io.tidemark.contract.window.WindowLength;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Hands each pulse, written as JSON once, to all who listen. Nothing is kept for those who do not: a listener that is slow gets
 * the latest one next and never those between.
 */
@ApplicationScoped
class Pulses {
    private static final Logger LOG = Logger.getLogger(Pulses.class);

    private final BroadcastProcessor<Told> listeners = BroadcastProcessor.create();
    private final ObjectMapper json;
    private final Counter unreadable;

    Pulses(ObjectMapper json, MeterRegistry registry) {
        this.json = json;
        this.unreadable = Counter.builder("tidemark.query.pulses.unreadable")
                .description("Pulses that could not be read")
                .register(registry);
    }

    /** Called on the event loop, once a second and node. */
    @Incoming("pulses")
    void onPulse(byte[] value) {
        try {
            var event = event(Pulse.parseFrom(value));
            listeners.onNext(new Told(event, event.fields(), json.writeValueAsString(event)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a pulse cannot be written as JSON", e);
        } catch (IOException e) {
            unreadable.increment();
            LOG.debug("unreadable pulse", e);
        }
    }

    /** Pulses from now on that the filter takes, as JSON; the latest one where the listener is slow. */
    Multi<String> listen(Predicate<Map<String, ?>> filter) {
        return listeners
                .select()
                .where(told -> filter.test(told.fields()))
                .map(Told::json)
                .onOverflow()
                .dropPreviousItems();
    }

    /** The same, not written as JSON. */
    Multi<PulseEvent> events(Predicate<Map<String, ?>> filter) {
        return listeners
                .select()
                .where(told -> filter.test(told.fields()))
                .map(Told::event)
                .onOverflow()
                .dropPreviousItems();
    }

    private static PulseEvent event(Pulse pulse) {
        var points = new ArrayList<PointEvent>();
        for (PointPulse point : pulse.getPoints()) {
            points.add(new PointEvent(
                    point.getPoint(),
                    point.getReceivedPackets(),
                    point.getReceivedBytes(),
                    point.getMeteredPackets(),
                    point.getMeteredBytes(),
                    point.getDroppedPackets()));
        }
        return new PulseEvent(
                pulse.getNode(),
                WindowLength.instant(pulse.getTimeNs()),
                pulse.getIntervalNs() / 1e9,
                WindowLength.instant(pulse.getPacketTimeNs()),
                pulse.getActiveFlows(),
                pulse.getPendingBytes(),
                points);
    }

    /** What a filter can ask about, and what listeners get. */
    private record Told(PulseEvent event, Map<String, Object> fields, String json) {}
}
