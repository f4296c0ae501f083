package io.tidemark.capture.capture;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tidemark.capture.publish.FlowPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Start and end of the service: checks the plan, carries it out on one thread, and ends the process when it has been carried
 * out or has failed. Told to end, it gives the plan its time to end in order.
 */
@ApplicationScoped
public class Capture {
    /** What a stopping run needs beside waiting for the broker: a turn, a cut, a partial answer of the admin client. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    /** Exit code after a defect; the log says which. */
    private static final int FAILED = 1;

    private static final Logger LOG = Logger.getLogger(Capture.class);

    private final CaptureConfig config;
    private final FlowPublisher publisher;
    private final Totals totals = new Totals();
    private final FirstPacket firstPacket = new FirstPacket();
    private Thread thread;
    private volatile Run run;
    private volatile boolean failed;

    Capture(CaptureConfig config, FlowPublisher publisher) {
        this.config = config;
        this.publisher = publisher;
    }

    void start(@Observes StartupEvent event) {
        run = switch (Plan.of(config)) {
            case Plan.Files files -> new Replay(files, publisher, totals, firstPacket);
            case Plan.Present present -> new Watch(present, publisher, totals, firstPacket);
            case Plan.Training training -> new Training(training, publisher);
        };
        thread = Thread.ofPlatform().name("meter").start(this::carryOut);
    }

    private void carryOut() {
        int code = FAILED;
        try {
            code = run.run();
        } catch (InterruptedException e) {
            LOG.warn("stopped in the middle: the shutdown took too long");
        } catch (Exception | Error e) {
            failed = true;
            LOG.error("capture failed", e);
        }
        Quarkus.asyncExit(code);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread == null) {
            return; // the plan was refused
        }
        run.stop();
        if (!thread.join(publisher.shutdownTimeout().plus(MARGIN))) {
            publisher.close();
            thread.interrupt();
            thread.join(MARGIN);
        }
    }

    /** The newest reading of the domain that is observed now; empty: no source is open. Any thread may ask. */
    public Optional<Reading> reading() {
        return Optional.ofNullable(run).flatMap(Run::reading);
    }

    Totals totals() {
        return totals;
    }

    FirstPacket firstPacket() {
        return firstPacket;
    }

    boolean failed() {
        return failed;
    }
}
