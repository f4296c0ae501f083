package io.tidemark.query.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.problem.Choice;

/** How a node stands to the newest windows of its source. */
public enum NodeState implements Choice {
    /** It is in one of the two newest. */
    CURRENT,
    /** A window after its last one was closed without it: it was waited for. */
    MISSING,
    /** It said goodbye, or its windows are long over: nobody waits for it. */
    GONE;

    @Override
    @JsonValue
    public String label() {
        return Choice.super.label();
    }
}
