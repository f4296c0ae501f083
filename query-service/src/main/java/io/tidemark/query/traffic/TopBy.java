package io.tidemark.query.traffic;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.problem.Choice;

/** What is ranked. */
public enum TopBy implements Choice {
    /** An address; a conversation counts for both of its ends. */
    HOST,
    CONVERSATION,
    APPLICATION,
    PROTOCOL,
    /** A workload, own network or place; a pair counts for both of its ends. */
    WORKLOAD,
    /** Of Kubernetes; a pair counts for both of its ends. */
    NAMESPACE;

    @Override
    @JsonValue
    public String label() {
        return Choice.super.label();
    }
}
