package io.tidemark.query.filter;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.text.Text;
import java.util.Locale;

/** The rows that an answer is made of, and so what a filter can ask about. */
public enum Grain {
    /** Protocol and the responder's port. */
    APPLICATION(Text.of("applications")),
    /** Workloads, networks and places, with protocol and the responder's port. */
    WORKLOAD_PAIR(Text.of("workload pairs")),
    /** Addresses, with protocol and the responder's port: the largest; what is below is in rows without addresses. */
    CONVERSATION(Text.of("conversations")),
    /** What nodes count each second. In no table: only the live stream has it. */
    PULSE(Text.of("pulses"));

    private final Text plural;

    Grain(Text plural) {
        this.plural = plural;
    }

    /** For a person: "workload pairs". */
    public Text plural() {
        return plural;
    }

    /** As in answers; the name of its table. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
