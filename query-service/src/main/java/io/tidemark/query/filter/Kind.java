package io.tidemark.query.filter;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;

/** What values a field has: its type in CEL, and that of what it is compared with in SQL. */
public enum Kind {
    STRING(SimpleType.STRING, "text", "text"),
    INT(SimpleType.INT, "bigint", "bigint"),
    /** An IPv4 or IPv6 address; a literal is {@code ip("10.0.0.1")}. */
    ADDRESS(OpaqueType.create("address"), "text", "inet");

    private final CelType type;
    private final String bound;
    private final String sql;

    Kind(CelType type, String bound, String sql) {
        this.type = type;
        this.bound = bound;
        this.sql = sql;
    }

    /** In CEL. */
    CelType type() {
        return type;
    }

    /** A place holder, or with {@code array} one of an array, as an expression of this kind in SQL. */
    String cast(String placeHolder, boolean array) {
        var brackets = array ? "[]" : "";
        var cast = placeHolder + "::" + bound + brackets;
        return bound.equals(sql) ? cast : cast + "::" + sql + brackets;
    }

    /** A value of this kind in SQL, as text. */
    public String text(String value) {
        return switch (this) {
            case STRING -> value;
            case INT -> value + "::text";
            case ADDRESS -> "host(" + value + ")";
        };
    }

    /** What {@link #text} gives, back as a value of this kind in SQL. */
    public String ofText(String text) {
        return this == STRING ? text + "::text" : text + "::text::" + sql;
    }

    /** What orders values of this kind in SQL the same way whatever the locale of the database. */
    public String order(String value) {
        return this == STRING ? value + " COLLATE \"C\"" : value;
    }

    /**
     * A value as it is written in a filter.
     *
     * @param value as {@link #text} gives it
     */
    public String literal(String value) {
        return switch (this) {
            case INT -> value;
            case ADDRESS -> "ip(" + quoted(value) + ")";
            case STRING -> quoted(value);
        };
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < ' ' || c == 0x7F) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    /** As in answers and messages: "string", "int", "address". */
    @JsonValue
    public String label() {
        return type.name();
    }
}
