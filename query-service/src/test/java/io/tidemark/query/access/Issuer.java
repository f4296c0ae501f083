package io.tidemark.query.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An OpenID provider: discovery, keys, the authorization code flow with PKCE (RFC 7636) and logout, all over HTTP with signed tokens. It asks
 * nobody for a password: who comes is {@link #visitor}.
 */
public final class Issuer implements QuarkusTestResourceLifecycleManager {
    static final String CLIENT = "tidemark";
    static final String SECRET = "a secret of thirty-two characters";

    private static final KeyPair KEY = newKey();
    private static HttpServer server;
    private static volatile Map<String, Object> visitor = Map.of();

    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/openid-configuration", exchange -> json(exchange, discovery()));
        server.createContext("/keys", exchange -> json(exchange, keys()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext(
                "/logout", exchange -> redirect(exchange, query(exchange).get("post_logout_redirect_uri")));
        server.setExecutor(task -> {
            // what signs tokens looks for its parts in the thread's class loader
            Thread.currentThread().setContextClassLoader(Issuer.class.getClassLoader());
            task.run();
        });
        server.start();
        return Map.of(
                "quarkus.oidc.auth-server-url",
                address(),
                "quarkus.oidc.client-id",
                CLIENT,
                "quarkus.oidc.credentials.secret",
                SECRET);
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** Who logs in from now on, with these claims in the tokens. */
    static void visitor(Map<String, Object> claims) {
        visitor = claims;
    }

    /** A token for our client. */
    static String token(Map<String, Object> claims) {
        return token(claims, address(), CLIENT, Instant.now().plus(Duration.ofMinutes(5)), KEY);
    }

    static String token(Map<String, Object> claims, String issuer, String audience, Instant expires, KeyPair key) {
        var token = Jwt.claims(claims)
                .issuer(issuer)
                .audience(audience)
                .subject("subject-of-" + claims.get("preferred_username"))
                .issuedAt(expires.minus(Duration.ofMinutes(10)))
                .expiresAt(expires);
        return token.jws().keyId("1").sign(key.getPrivate());
    }

    static String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    static KeyPair key() {
        return KEY;
    }

    static KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> discovery() {
        return Map.of(
                "issuer",
                address(),
                "authorization_endpoint",
                address() + "/authorize",
                "token_endpoint",
                address() + "/token",
                "jwks_uri",
                address() + "/keys",
                "end_session_endpoint",
                address() + "/logout",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"));
    }

    private static Map<String, Object> keys() {
        var key = (RSAPublicKey) KEY.getPublic();
        return Map.of(
                "keys",
                List.of(Map.of(
                        "kty", "RSA",
                        "kid", "1",
                        "use", "sig",
                        "alg", "RS256",
                        "n", base64(unsigned(key.getModulus().toByteArray())),
                        "e", base64(unsigned(key.getPublicExponent().toByteArray())))));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? java.util.Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var asked = query(exchange);
        var code = UUID.randomUUID().toString();
        codes.put(code, asked);
        redirect(exchange, "%s?code=%s&state=%s".formatted(asked.get("redirect_uri"), code, asked.get("state")));
    }

    /** Only the client itself, with the code it was sent and what its challenge was made of. */
    private void token(HttpExchange exchange) throws IOException {
        var form = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var asked = codes.remove(String.valueOf(form.get("code")));
        var client =
                "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (asked == null
                || !client.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || !asked.get("redirect_uri").equals(form.get("redirect_uri"))
                || !asked.get("code_challenge").equals(challenge(form.get("code_verifier")))) {
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
            return;
        }
        var claims = new HashMap<>(visitor);
        if (asked.containsKey("nonce")) {
            claims.put("nonce", asked.get("nonce"));
        }
        json(
                exchange,
                Map.of(
                        "id_token",
                        token(claims),
                        "access_token",
                        token(claims),
                        "token_type",
                        "Bearer",
                        "expires_in",
                        300));
    }

    private static String challenge(String verifier) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        return parameters(exchange.getRequestURI().getRawQuery());
    }

    private static Map<String, String> parameters(String text) {
        var parameters = new HashMap<String, String>();
        for (var pair : text.split("&")) {
            var parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void json(HttpExchange exchange, Map<String, Object> body) throws IOException {
        var bytes = new ObjectMapper().writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
