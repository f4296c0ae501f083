package io.tidemark.query.traffic;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.problem.Choice;

/** What a time series is split by. */
public enum SeriesBy implements Choice {
    NONE,
    PROTOCOL,
    /** Protocol and the responder's port. */
    APPLICATION;

    @Override
    @JsonValue
    public String label() {
        return Choice.super.label();
    }
}
