package io.tidemark.query.traffic;

import io.vertx.mutiny.sqlclient.Row;

/**
 * Whom traffic is booked under: a workload, a network of one's own, a place on the internet, or nobody that is known.
 *
 * @param key  known by it over all answers: "shop/Deployment/cart", "Node/node-a", "network/office", "place/NZ/64496", "unknown"
 * @param name for a person
 */
record Entity(String key, String name) {
    static final Entity UNKNOWN = new Entity("unknown", "Unknown");

    /** Columns of table endpoint that an entity is read from. */
    static final String COLUMNS = "namespace, workload_kind, workload, network, country, as_number, as_organization";

    /** Reads {@link #COLUMNS}, which are null where nothing is known. */
    static Entity of(Row row) {
        if (row.getString("workload_kind") == null) {
            return UNKNOWN;
        }
        if (!row.getString("workload_kind").isEmpty()) {
            return workload(row.getString("namespace"), row.getString("workload_kind"), row.getString("workload"));
        }
        var network = row.getString("network");
        return network.isEmpty()
                ? place(row.getString("country"), row.getLong("as_number"), row.getString("as_organization"))
                : new Entity("network/" + network, network);
    }

    static Entity namespace(String name) {
        return new Entity(name, name);
    }

    private static Entity workload(String namespace, String kind, String name) {
        return namespace.isEmpty()
                ? new Entity(kind + "/" + name, name)
                : new Entity(namespace + "/" + kind + "/" + name, namespace + "/" + name);
    }

    private static Entity place(String country, long number, String organization) {
        var key = "place/" + country + (number == 0 ? "" : "/" + number);
        var system = organization.isEmpty() ? "AS" + number : organization;
        if (number == 0) {
            return new Entity(key, country);
        }
        return new Entity(key, country.isEmpty() ? system : "%s (%s)".formatted(system, country));
    }
}
