package io.tidemark.query.filter;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The rows that an answer is made of, and so what a filter can ask about. */
public enum Grain {
    /** Protocol and the responder's port. */
    APPLICATION("applications"),
    /** Workloads, networks and places, with protocol and the responder's port. */
    WORKLOAD_PAIR("workload pairs"),
    /** Addresses, with protocol and the responder's port: the largest; what is below is in rows without addresses. */
    CONVERSATION("conversations"),
    /** What nodes count each second. In no table: only the live stream has it. */
    PULSE("pulses");

    private final String plural;

    Grain(String plural) {
        this.plural = plural;
    }

    /** For a person: "workload pairs". */
    public String plural() {
        return plural;
    }

    /** As in answers; the name of its table. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
