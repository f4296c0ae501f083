package io.tidemark.query.traffic;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.problem.Choice;

/** What is summed. Packets and bytes count both directions. */
public enum Metric implements Choice {
    /** IP length. */
    BYTES("forward_bytes + reverse_bytes"),
    /** Length on the wire. */
    FRAME_BYTES("forward_frame_bytes + reverse_frame_bytes"),
    PACKETS("forward_packets + reverse_packets"),
    /** Flow records: a flow that goes on over three windows is three. */
    FLOWS("flows");

    private final String expression;

    Metric(String expression) {
        this.expression = expression;
    }

    /** The metric of one row, in SQL. */
    String expression() {
        return expression;
    }

    @Override
    @JsonValue
    public String label() {
        return Choice.super.label();
    }
}
