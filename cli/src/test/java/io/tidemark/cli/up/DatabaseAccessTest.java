package io.tidemark.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAccessTest {
    @Test
    void readsAWholeUri() {
        var access =
                DatabaseAccess.parse("postgresql://me:se%40cret+1@db.example:5433/flows?sslmode=require", Map.of());

        assertThat(access).isEqualTo(new DatabaseAccess("db.example:5433/flows?sslmode=require", "me", "se@cret+1"));
        assertThat(access.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/flows?sslmode=require");
        assertThat(access.reactiveUrl()).isEqualTo("postgresql://db.example:5433/flows?sslmode=require");
    }

    @Test
    void takesFromTheEnvironmentWhatTheUriLeavesOut() {
        var access = DatabaseAccess.parse("postgres://db", Map.of("PGUSER", "me", "PGPASSWORD", "secret"));

        assertThat(access).isEqualTo(new DatabaseAccess("db:5432/me", "me", "secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db:5432", "jdbc:postgresql://db/flows", "postgresql:///flows", "mysql://db/flows", "a b"})
    void refusesWhatIsNoPostgresqlUri(String uri) {
        assertThatThrownBy(() -> DatabaseAccess.parse(uri, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
