package io.tidemark.query.filter;

import java.util.List;
import java.util.Locale;

/**
 * A field that filters can ask about.
 *
 * @param name        as it is written: "src.namespace"
 * @param type        of its values
 * @param unit        "bytes", "packets", "flows"; null: none
 * @param description for a person
 * @param example     a filter that asks for it
 * @param grouped     whether traffic can be split by it
 * @param grains      rows that have it
 */
public record FieldDescription(
        String name, Kind type, String unit, String description, String example, boolean grouped, List<Grain> grains) {
    static FieldDescription of(Field field, Locale language) {
        return new FieldDescription(
                field.name(),
                field.kind(),
                field.unit().isEmpty() ? null : field.unit(),
                field.description().in(language),
                field.example(),
                field.isGrouped(),
                field.sql().keySet().stream().sorted().toList());
    }
}
