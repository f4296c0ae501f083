package io.tidemark.query.store;

import io.tidemark.query.access.Login;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * The role that answers are read as: it is not the owner of the tables, so that row-level security holds it. Made where our user may make
 * roles; with a login there must be one.
 */
@ApplicationScoped
class Reader {
    private static final Logger LOG = Logger.getLogger(Reader.class);

    private final DataSource database;

    Reader(DataSource database) {
        this.database = database;
    }

    /** After the migration. Throws where there is a login, and no such role: who is limited to namespaces could not be. */
    void prepare() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT prepare_reader(), current_database(), current_user")) {
            rows.next();
            if (rows.getBoolean(1)) {
                return;
            }
            var cure = """
                    PostgreSQL's user "%2$s" may not make the role "%1$s_reader", which answers are read as: \
                    let an administrator run CREATE ROLE "%1$s_reader" NOLOGIN; GRANT "%1$s_reader" TO "%2$s";""".formatted(rows.getString(2), rows.getString(3));
            if (Login.isOn()) {
                throw new IllegalStateException(cure);
            }
            LOG.infof("%s (needed with a login only)", cure);
        } catch (SQLException e) {
            throw new IllegalStateException("the role that answers are read as cannot be prepared", e);
        }
    }
}
