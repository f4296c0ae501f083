package io.tidemark.e2e.fault;

import io.tidemark.e2e.capture.Capture;
import io.tidemark.e2e.capture.Truth;
import io.tidemark.e2e.system.Equation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One replay of the captures from empty to drained, with faults or without.
 *
 * @param dump     what PostgreSQL holds then
 * @param equation what the ledger says then
 * @param starts   how often each process was started, "broker 2, aggregator-1 3"
 */
record Round(Dump dump, Equation equation, String starts) {
    /** @param folder empty */
    static Round run(Path folder, List<Capture> captures, List<Fault> script) throws Exception {
        try (var pipeline = Pipeline.start(folder, captures)) {
            inject(pipeline, script);
            pipeline.awaitDrained();
            var ledger = pipeline.answers().get("/api/v1/ledger?from=2026-03-05T00:00:00Z&to=2026-03-06T00:00:00Z");
            try (var connection = pipeline.connect()) {
                return new Round(Dump.of(connection), Equation.of(ledger), starts(pipeline));
            }
        }
    }

    /** What the ledger must say of these. */
    static Equation truth(List<Capture> captures) {
        return Equation.of(
                captures.stream().map(Capture::truth).reduce(Truth::plus).orElseThrow());
    }

    private static void inject(Pipeline pipeline, List<Fault> script) throws Exception {
        try (var clock = Executors.newScheduledThreadPool(4)) {
            var events = new ArrayList<Future<?>>();
            for (var fault : script) {
                events.add(at(clock, fault.atMillis(), () -> fault.begin(pipeline)));
                if (fault.lengthMillis() > 0) {
                    events.add(at(clock, fault.endMillis(), () -> fault.end(pipeline)));
                }
            }
            for (var event : events) {
                event.get();
            }
        }
    }

    private static Future<?> at(ScheduledExecutorService clock, long millis, Event event) {
        return clock.schedule(
                () -> {
                    event.happens();
                    return null;
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    private static String starts(Pipeline pipeline) {
        var said = new ArrayList<String>();
        var names = new ArrayList<>(List.of(Pipeline.BROKER, Pipeline.QUERY, Pipeline.EXTRA));
        names.addAll(Pipeline.AGGREGATORS);
        names.addAll(pipeline.captures());
        names.forEach(
                name -> said.add("%s %d".formatted(name, pipeline.member(name).starts())));
        return String.join(", ", said);
    }

    /** Begins or ends a fault. */
    @FunctionalInterface
    private interface Event {
        void happens() throws Exception;
    }
}
