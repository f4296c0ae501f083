package io.tidemark.query.traffic;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.problem.Choice;

/** What conversations are ordered by, largest first. */
public enum ConversationSort implements Choice {
    BYTES(Metric.BYTES),
    PACKETS(Metric.PACKETS),
    FLOWS(Metric.FLOWS);

    private final Metric metric;

    ConversationSort(Metric metric) {
        this.metric = metric;
    }

    Metric metric() {
        return metric;
    }

    @Override
    @JsonValue
    public String label() {
        return Choice.super.label();
    }
}
