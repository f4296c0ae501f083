package io.tidemark.e2e.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.e2e.capture.Truth;
import io.tidemark.e2e.capture.Volume;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger's equation, received = persisted + other + unexplained, from wherever it was told. Bytes are frame bytes.
 *
 * @param other by cause, without causes of nothing
 */
public record Equation(Amount received, Amount persisted, Map<String, Amount> other, Amount unexplained) {
    /** Packets and frame bytes. */
    public record Amount(long packets, long bytes) {
        static Amount of(JsonNode node) {
            return new Amount(
                    node.required("packets").longValue(), node.required("bytes").longValue());
        }

        static Amount of(Volume volume) {
            return new Amount(volume.packets(), volume.frameBytes());
        }
    }

    /** As REST and {@code --until-drained} tell it. */
    public static Equation of(JsonNode answer) {
        var other = new TreeMap<String, Amount>();
        answer.required("other").properties().forEach(cause -> put(other, cause.getKey(), cause.getValue()));
        return of(answer, other);
    }

    /** As GraphQL tells it, where a map is a list of key and value. */
    public static Equation ofGraphql(JsonNode answer) {
        var other = new TreeMap<String, Amount>();
        answer.required("other")
                .forEach(entry -> put(other, entry.required("key").asText(), entry.required("value")));
        return of(answer, other);
    }

    /** As it ought to be. */
    public static Equation of(Truth truth) {
        var other = new TreeMap<String, Amount>();
        truth.other().forEach((cause, volume) -> other.put(cause, Amount.of(volume)));
        return new Equation(Amount.of(truth.received()), Amount.of(truth.metered()), other, new Amount(0, 0));
    }

    private static Equation of(JsonNode answer, Map<String, Amount> other) {
        return new Equation(
                Amount.of(answer.required("received")),
                Amount.of(answer.required("persisted")),
                other,
                Amount.of(answer.required("unexplained")));
    }

    private static void put(Map<String, Amount> other, String cause, JsonNode value) {
        var amount = Amount.of(value);
        if (amount.packets() != 0 || amount.bytes() != 0) {
            other.put(cause, amount);
        }
    }
}
