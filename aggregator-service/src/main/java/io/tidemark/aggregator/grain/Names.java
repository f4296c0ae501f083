package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.KeyTable;
import io.tidemark.aggregator.enrich.Endpoint;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.memory.Share;
import io.tidemark.contract.summary.SummaryBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the addresses of a closed window belonged to. Each is looked up once; one that changed hands within the window, for each
 * flow at its time. One worker uses it while it writes the window.
 *
 * <p>Space: 60 bytes for each of at most {@value #ADDRESSES} addresses, twice that right after growing; past it, or where there is no
 * memory, they are looked up again for each flow.
 */
final class Names {
    /** Entity of which nothing is known. */
    static final int UNKNOWN = 0;
    /** What {@link #entity} says when there is no room for one more. */
    static final int FULL = -1;

    private static final int CHANGES_HANDS = -2;
    private static final int ADDRESSES = 1 << 16;

    private final Lookup lookup;
    private final long startNanos;
    private final long endNanos;
    private final int bound;
    private final KeyTable addresses; // with the entity of each
    private final Map<Endpoint, Integer> ids = new HashMap<>();
    private final List<Endpoint> entities = new ArrayList<>();
    private final Map<Endpoint, Integer> indices = new HashMap<>(); // in the batch that is being written

    /**
     * Names in [startNanos, endNanos).
     *
     * @param bound  how many entities are told apart
     * @param memory where its arrays come from
     */
    Names(Lookup lookup, long startNanos, long endNanos, int bound, Share memory) {
        this.addresses = new KeyTable(ADDRESSES, 1, memory);
        this.lookup = lookup;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.bound = bound;
        entities.add(Endpoint.UNKNOWN);
        ids.put(Endpoint.UNKNOWN, UNKNOWN);
    }

    /**
     * Number of the entity that had the address, or {@link #UNKNOWN}, or {@link #FULL}.
     *
     * @param nanos when
     */
    int entity(long high, long low, long nanos) {
        if (lookup.isEmpty()) {
            return UNKNOWN;
        }
        int before = addresses.size();
        int row = addresses.row(high, low, 0, 0, 0);
        if (row == KeyTable.FULL) {
            return id(lookup.find(high, low, nanos));
        }
        int at = addresses.at(row);
        if (row == before) {
            boolean steady = lookup.isSteady(high, low, startNanos, endNanos);
            addresses.values()[at] = steady ? id(lookup.find(high, low, nanos)) : CHANGES_HANDS;
        }
        int entity = (int) addresses.values()[at];
        return entity == CHANGES_HANDS ? id(lookup.find(high, low, nanos)) : entity;
    }

    private int id(Endpoint endpoint) {
        var entity = endpoint.entity();
        var known = ids.get(entity);
        if (known != null) {
            return known;
        }
        if (entities.size() > bound) {
            return FULL;
        }
        int id = entities.size();
        ids.put(entity, id);
        entities.add(entity);
        return id;
    }

    Endpoint entity(int id) {
        return entities.get(id);
    }

    /** Place of each entity in an order that depends on nothing but their names. */
    int[] ranks() {
        var order = new Integer[entities.size()];
        Arrays.setAll(order, id -> id);
        Arrays.sort(order, Comparator.comparing(entities::get));
        var ranks = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return ranks;
    }

    /** Who had the address last in the window. */
    Endpoint last(long high, long low) {
        return lookup.find(high, low, endNanos - 1);
    }

    /** Index + 1 of the endpoint in the batch, which gets it if it does not have it yet; 0: nothing is known of it. */
    int index(Endpoint endpoint, SummaryBatch batch) {
        if (!endpoint.isKnown()) {
            return 0;
        }
        var told = batch.getMutableEndpoints();
        if (told.length() == 0) {
            indices.clear();
        }
        return indices.computeIfAbsent(endpoint, absent -> {
            absent.write(told.next());
            return told.length();
        });
    }
}
