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

    /** As in answers and messages: "string", "int", "address". */
    @JsonValue
    public String label() {
        return type.name();
    }
}
