package io.tidemark.query.traffic;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.problem.Choice;

/** What is ranked. */
public enum TopBy implements Choice {
    /** An address; a conversation counts for both of its ends. */
    HOST,
    CONVERSATION,
    APPLICATION,
    PROTOCOL;

    @Override
    @JsonValue
    public String label() {
        return Choice.super.label();
    }
}
