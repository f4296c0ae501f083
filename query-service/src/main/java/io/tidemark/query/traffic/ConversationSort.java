package io.tidemark.query.traffic;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.problem.Choice;

/** What conversations are ordered by, largest first. */
public enum ConversationSort implements Choice {
    BYTES("forward_bytes + reverse_bytes"),
    PACKETS("forward_packets + reverse_packets"),
    FLOWS("flows");

    private final String expression;

    ConversationSort(String expression) {
        this.expression = expression;
    }

    /** Of one row, or of sums, in SQL. */
    String expression() {
        return expression;
    }

    @Override
    @JsonValue
    public String label() {
        return Choice.super.label();
    }
}
