package io.tidemark.e2e.secure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An OpenID provider: discovery, keys, the authorization code flow, logout. It asks nobody for a password: all who come are Ann, a viewer. */
final class Issuer implements AutoCloseable {
    static final String CLIENT = "tidemark";
    static final String SECRET = "a secret of thirty-two characters";

    private final ObjectMapper json = new ObjectMapper();
    private final KeyPair key;
    private final HttpServer server;
    private volatile String nonce;
    private volatile List<String> namespaces;

    Issuer() throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, discovery()));
        server.createContext("/keys", exchange -> answer(exchange, keys()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::tokens);
        server.createContext(
                "/logout", exchange -> redirect(exchange, query(exchange).get("post_logout_redirect_uri")));
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on her tokens limit her to these namespaces; null: they do not. */
    void limitTo(List<String> those) {
        namespaces = those;
    }

    /** A token of Ann's for the client. */
    String token(Instant expires) {
        var claims = new HashMap<String, Object>(Map.of(
                "iss", address(),
                "aud", CLIENT,
                "sub", "1",
                "preferred_username", "ann",
                "groups", List.of("viewer"),
                "iat", expires.minusSeconds(600).getEpochSecond(),
                "exp", expires.getEpochSecond()));
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        if (namespaces != null) {
            claims.put("namespaces", namespaces);
        }
        try {
            var text = base64(json.writeValueAsBytes(Map.of("alg", "RS256", "kid", "1"))) + "."
                    + base64(json.writeValueAsBytes(claims));
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + base64(signature.sign());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer", address(),
                "authorization_endpoint", address() + "/authorize",
                "token_endpoint", address() + "/token",
                "jwks_uri", address() + "/keys",
                "end_session_endpoint", address() + "/logout");
    }

    private Map<String, Object> keys() {
        var parts = (RSAPublicKey) key.getPublic();
        return Map.of(
                "keys",
                List.of(Map.of(
                        "kty", "RSA",
                        "kid", "1",
                        "use", "sig",
                        "alg", "RS256",
                        "n", base64(unsigned(parts.getModulus().toByteArray())),
                        "e", base64(unsigned(parts.getPublicExponent().toByteArray())))));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var asked = query(exchange);
        nonce = asked.get("nonce");
        redirect(exchange, "%s?code=1&state=%s".formatted(asked.get("redirect_uri"), asked.get("state")));
    }

    private void tokens(HttpExchange exchange) throws IOException {
        var token = token(Instant.now().plusSeconds(300));
        answer(exchange, Map.of("id_token", token, "access_token", token, "token_type", "Bearer", "expires_in", 300));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        var parameters = new HashMap<String, String>();
        for (var pair : exchange.getRequestURI().getRawQuery().split("&")) {
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

    private void answer(HttpExchange exchange, Map<String, Object> body) throws IOException {
        var bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
