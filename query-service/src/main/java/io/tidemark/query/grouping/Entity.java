package io.tidemark.query.grouping;

/**
 * What a person calls whom traffic is booked under. Its key, {@code src.entity} and its like in filters, does not have all of it:
 * "shop/Deployment/cart" is "shop/cart", "place/NZ/64496" is "Example Net (NZ)".
 */
public final class Entity {
    private Entity() {}

    /** The name, in SQL, of the end "src" or "dst" of table endpoint, which is null where nothing is known. */
    static String name(String end) {
        return """
                CASE WHEN coalesce(%1$s.workload_kind, '') <> ''
                  THEN CASE %1$s.namespace WHEN '' THEN '' ELSE %1$s.namespace || '/' END || %1$s.workload
                WHEN coalesce(%1$s.network, '') <> '' THEN %1$s.network
                WHEN coalesce(%1$s.as_number, 0) <> 0
                  THEN CASE %1$s.as_organization WHEN '' THEN 'AS' || %1$s.as_number ELSE %1$s.as_organization END
                    || CASE %1$s.country WHEN '' THEN '' ELSE ' (' || %1$s.country || ')' END
                WHEN coalesce(%1$s.country, '') <> '' THEN %1$s.country
                ELSE 'Unknown' END""".formatted(end);
    }
}
