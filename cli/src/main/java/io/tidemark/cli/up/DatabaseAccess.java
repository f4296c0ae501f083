package io.tidemark.cli.up;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * How the services reach PostgreSQL.
 *
 * @param location {@code host:port/database}, with any parameters
 * @param password empty if none is needed
 */
public record DatabaseAccess(String location, String username, String password) {

    /**
     * From a connection URI as psql takes it (PostgreSQL manual, 32.1.1.2), {@code postgresql://user:password@host:port/name}.
     * What it leaves out comes from the environment (PGUSER, PGPASSWORD), then from PostgreSQL's defaults.
     *
     * @throws IllegalArgumentException if it is no such URI; the message does not repeat it, for it may hold a password
     */
    public static DatabaseAccess parse(String uri, Map<String, String> environment) {
        URI parsed;
        try {
            parsed = URI.create(uri);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not a URI: " + e.getCause().getClass().getSimpleName());
        }
        var scheme = parsed.getScheme();
        if (!"postgresql".equals(scheme) && !"postgres".equals(scheme) || parsed.getHost() == null) {
            throw new IllegalArgumentException("a PostgreSQL URI reads postgresql://user:password@host:port/database");
        }
        var login = parsed.getRawUserInfo() == null
                ? new String[] {""}
                : parsed.getRawUserInfo().split(":", 2);
        var user = login[0].isEmpty()
                ? environment.getOrDefault("PGUSER", System.getProperty("user.name"))
                : decoded(login[0]);
        var password = login.length == 2 ? decoded(login[1]) : environment.getOrDefault("PGPASSWORD", "");
        var name = parsed.getPath() == null || parsed.getPath().length() < 2 ? "/" + user : parsed.getRawPath();
        var location = "%s:%d%s%s"
                .formatted(
                        parsed.getHost(),
                        parsed.getPort() == -1 ? 5432 : parsed.getPort(),
                        name,
                        parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery());
        return new DatabaseAccess(location, user, password);
    }

    /** For JDBC (Flyway). */
    String jdbcUrl() {
        return "jdbc:postgresql://" + location;
    }

    /** For the Vert.x client. */
    String reactiveUrl() {
        return "postgresql://" + location;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
