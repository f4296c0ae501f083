package io.tidemark.query.grouping;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.filter.Field;
import io.tidemark.query.filter.Fields;
import io.tidemark.query.problem.Choice;
import io.tidemark.query.protocol.Protocol;
import java.util.Locale;

/**
 * What traffic can be split by: the fields of filters that have a value worth a line of its own. Of either end (ANY_): traffic
 * between two counts for both of them.
 */
public enum Dimension implements Choice {
    SRC_ADDR,
    DST_ADDR,
    ANY_ADDR,
    SRC_NAMESPACE,
    DST_NAMESPACE,
    ANY_NAMESPACE,
    SRC_WORKLOAD,
    DST_WORKLOAD,
    ANY_WORKLOAD,
    SRC_WORKLOAD_KIND,
    DST_WORKLOAD_KIND,
    ANY_WORKLOAD_KIND,
    SRC_POD,
    DST_POD,
    ANY_POD,
    SRC_NODE,
    DST_NODE,
    ANY_NODE,
    SRC_ZONE,
    DST_ZONE,
    ANY_ZONE,
    SRC_SERVICE,
    DST_SERVICE,
    ANY_SERVICE,
    SRC_NETWORK,
    DST_NETWORK,
    ANY_NETWORK,
    SRC_COUNTRY,
    DST_COUNTRY,
    ANY_COUNTRY,
    SRC_AS_NUMBER,
    DST_AS_NUMBER,
    ANY_AS_NUMBER,
    SRC_AS_ORGANIZATION,
    DST_AS_ORGANIZATION,
    ANY_AS_ORGANIZATION,
    /** A workload, own network or place. */
    SRC_ENTITY,
    DST_ENTITY,
    ANY_ENTITY,
    DST_PORT,
    PROTOCOL,
    /** Protocol and the responder's port. */
    APPLICATION;

    /** What is meant by an empty name or the number 0. */
    private static final String NONE = "(none)";

    private final String label = name().toLowerCase(Locale.ROOT).replaceFirst("^(src|dst|any)_", "$1.");
    private final Field field = Fields.named(label).orElseThrow();

    /** As filters have it: "src.as_number". */
    @Override
    @JsonValue
    public String label() {
        return label;
    }

    /** The field it is of. */
    public Field field() {
        return field;
    }

    boolean isEntity() {
        return this == SRC_ENTITY || this == DST_ENTITY || this == ANY_ENTITY;
    }

    /** A value for a person; of an entity see {@link Entity}. */
    public String name(String value) {
        return switch (this) {
            case PROTOCOL -> Protocol.name(Protocol.number(value));
            case APPLICATION -> Application.name(value);
            case SRC_AS_NUMBER, DST_AS_NUMBER, ANY_AS_NUMBER -> value.equals("0") ? NONE : "AS" + value;
            default -> value.isEmpty() ? NONE : value;
        };
    }

    /** A filter that takes what has this value. */
    String condition(String value) {
        return label() + " == " + field().kind().literal(value);
    }
}
