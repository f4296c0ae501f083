package io.tidemark.query.store;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Brings the tables to this version's form when the service starts, as soon as PostgreSQL is there. The service runs meanwhile,
 * and is not ready.
 */
@ApplicationScoped
public class Schema {
    private static final Logger LOG = Logger.getLogger(Schema.class);
    private static final long WAIT_MILLIS = 1000;

    private final Flyway flyway;
    private final Reader reader;
    private final CountDownLatch migrated = new CountDownLatch(1);
    private Thread migration;

    Schema(Flyway flyway, Reader reader) {
        this.flyway = flyway;
        this.reader = reader;
    }

    void start(@Observes StartupEvent event) {
        migration = Thread.ofVirtual().name("schema").start(this::migrate);
    }

    private void migrate() {
        boolean failed = false;
        while (true) {
            try {
                flyway.migrate();
                reader.prepare();
                migrated.countDown();
                LOG.info("the schema is up to date");
                return;
            } catch (RuntimeException e) {
                if (!failed) {
                    failed = true;
                    LOG.warn("PostgreSQL is not there or its schema cannot be migrated; trying again until it can", e);
                }
                try {
                    Thread.sleep(WAIT_MILLIS);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }

    public boolean isMigrated() {
        return migrated.getCount() == 0;
    }

    /** Blocks until the tables are there; never call it on an event loop. */
    public void awaitMigrated() {
        try {
            migrated.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the service stops before its schema was there");
        }
    }

    @PreDestroy
    void stop() {
        if (migration != null) {
            migration.interrupt();
        }
    }
}
