package io.tidemark.query.traffic;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.problem.Choice;

/** What a time series is split by. */
public enum SeriesBy implements Choice {
    NONE,
    PROTOCOL,
    /** Protocol and the responder's port. */
    APPLICATION,
    /** A workload, own network or place; a pair counts for both of its ends, so the lines add up to more than the whole. */
    WORKLOAD,
    /** Of Kubernetes; a pair counts for both of its ends, so the lines add up to more than the whole. */
    NAMESPACE;

    @Override
    @JsonValue
    public String label() {
        return Choice.super.label();
    }
}
