package io.tidemark.aggregator.enrich.networks;

import io.tidemark.aggregator.enrich.Address;
import io.tidemark.aggregator.enrich.Endpoint;
import io.tidemark.aggregator.enrich.Lookup;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prefixes and their labels; the longest prefix of an address counts. Immutable: a change makes a new table.
 *
 * <p>Time: one hash lookup for each length of prefix there is, longest first. Space: some 100 bytes a prefix.
 */
final class NetworkTable implements Lookup {
    private final int[] lengths; // falling
    private final List<Map<Address, Endpoint>> prefixes; // of each length

    /** @param networks each prefix once */
    NetworkTable(List<Network> networks) {
        var byLength = new TreeMap<Integer, Map<Address, Endpoint>>(Comparator.reverseOrder());
        for (var network : networks) {
            byLength.computeIfAbsent(network.length(), length -> new HashMap<>())
                    .put(network.prefix(), Endpoint.ofNetwork(network.label()));
        }
        lengths = byLength.keySet().stream().mapToInt(Integer::intValue).toArray();
        prefixes = List.copyOf(byLength.values());
    }

    @Override
    public Endpoint find(long high, long low, long nanos) {
        var address = new Address(high, low);
        for (int i = 0; i < lengths.length; i++) {
            var found = prefixes.get(i).get(address.prefix(lengths[i]));
            if (found != null) {
                return found;
            }
        }
        return Endpoint.UNKNOWN;
    }

    /** How many prefixes there are. */
    int size() {
        return prefixes.stream().mapToInt(Map::size).sum();
    }
}
