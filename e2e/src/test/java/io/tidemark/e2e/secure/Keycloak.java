package io.tidemark.e2e.secure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/**
 * A Keycloak in a process of its own, with the realm of {@code k8s/keycloak}, made this machine's: its addresses are loopback's, and there
 * are people in it. Their password is {@link #PASSWORD}.
 */
final class Keycloak implements AutoCloseable {
    static final String SECRET = "the-client-secret-of-a-test";
    static final String PASSWORD = "correct horse battery staple";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI realm;

    /**
     * Starts it and waits until it answers.
     *
     * @param distribution where Keycloak's distribution lies, unpacked; its realms and data are replaced
     */
    Keycloak(Path distribution) throws IOException {
        int port = freePort();
        var imports = Files.createDirectories(distribution.resolve("data/import"));
        Files.writeString(imports.resolve("network-realm.json"), JSON.writeValueAsString(realmOfThisMachine()));
        var builder = new ProcessBuilder(
                        distribution.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--db=dev-mem",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(House.target().resolve("keycloak.txt").toFile());
        builder.environment().put("TIDEMARK_CLIENT_SECRET", SECRET);
        process = builder.start();
        realm = URI.create("http://127.0.0.1:%d/realms/network".formatted(port));
        Wait.until(
                "Keycloak to serve its realm, see e2e/target/keycloak.txt",
                Duration.ofMinutes(4),
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("Keycloak ended, see e2e/target/keycloak.txt");
                    }
                    return HTTP.send(
                                    HttpRequest.newBuilder(URI.create(realm + "/.well-known/openid-configuration"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode();
                },
                status -> status == 200);
    }

    /** What the chart's {@code query.access.issuer} would be. */
    URI issuer() {
        return realm;
    }

    /** Posts a form to one of the realm's OpenID Connect addresses. */
    JsonNode post(String path, Map<String, String> form) throws IOException, InterruptedException {
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/" + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
    }

    /** What {@code query.access} of the values beside the realm says. */
    static JsonNode values() throws IOException {
        return yaml(Files.readString(House.root().resolve("k8s/keycloak/values.yaml")))
                .at("/query/access");
    }

    private static JsonNode realmOfThisMachine() throws IOException {
        var text = Files.readString(House.root().resolve("k8s/keycloak/realm.yaml"))
                .replace("https://tidemark.example.org", "http://127.0.0.1"); // any port (RFC 8252, section 7.3)
        var realm = (ObjectNode) yaml(text).at("/spec/realm");
        var users = realm.putArray("users");
        user(users, "ann", "network-team");
        user(users, "bob", "shop-team");
        user(users, "carl", null);
        return realm;
    }

    private static JsonNode yaml(String text) {
        return JSON.valueToTree(new Yaml().load(text));
    }

    private static void user(ArrayNode users, String name, String group) {
        var user = users.addObject()
                .put("username", name)
                .put("enabled", true)
                .put("email", name + "@example.org")
                .put("emailVerified", true)
                .put("firstName", name)
                .put("lastName", "Example");
        user.putArray("credentials").addObject().put("type", "password").put("value", PASSWORD);
        if (group != null) {
            user.putArray("groups").add("/" + group);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Its script waits for the Java process that it started: both end. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
