package io.tidemark.query.access;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Names that a claim of a token has (RFC 7519), whose signature was verified before. */
sealed interface Claim {
    /** The token says nothing of it. */
    record Absent() implements Claim {}

    /** It is neither text nor a list of texts: nothing can be concluded from it. */
    record Malformed() implements Claim {}

    record Names(List<String> values) implements Claim {}

    /** @param path names with a slash between where the claim is in an object */
    static Claim of(String token, String path) {
        Object value;
        try {
            value = new JsonObject(
                    new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DecodeException e) {
            return new Malformed();
        }
        if (((JsonObject) value).containsKey(path)) {
            return names(((JsonObject) value)
                    .getValue(path)); // a name may have a slash in it: https://example.com/namespaces
        }
        for (var name : path.split("/")) {
            if (!(value instanceof JsonObject object)) {
                return new Malformed();
            }
            if (!object.containsKey(name)) {
                return new Absent();
            }
            value = object.getValue(name);
        }
        return names(value);
    }

    private static Claim names(Object value) {
        return switch (value) {
            case String name -> new Names(List.of(name));
            case JsonArray list
            when list.stream().allMatch(String.class::isInstance) ->
                new Names(list.stream().map(String.class::cast).toList());
            case null, default -> new Malformed();
        };
    }
}
