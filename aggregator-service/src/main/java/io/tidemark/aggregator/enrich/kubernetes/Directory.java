package io.tidemark.aggregator.enrich.kubernetes;

import io.tidemark.aggregator.enrich.Address;
import io.tidemark.aggregator.enrich.Endpoint;
import io.tidemark.aggregator.enrich.Lookup;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Who had which address when: what the watched objects say, in little space. What is known stays known while the API server is
 * away. Tenures that have ended are remembered for a while, so that flows which come late find their pod.
 *
 * <p>One thread for each kind of object tells it, any thread asks; neither waits for the other.
 *
 * <p>Space: about 1 KB a pod, of which its name, its uid and its addresses are its own; namespaces, workloads, nodes and labels
 * are shared between the pods of a workload.
 */
final class Directory implements Lookup {
    private static final Comparator<Selector> BY_NAME = Comparator.comparing(Selector::name);

    private final Map<Address, Timeline> addresses = new ConcurrentHashMap<>();
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();
    private final Map<String, String> zones = new ConcurrentHashMap<>();
    private final Map<String, List<Selector>> selectors = new ConcurrentHashMap<>();
    private final AtomicLong state = new AtomicLong();

    // ---- asked by any thread ---------------------------------------------------------------------------------------

    @Override
    public Endpoint find(long high, long low, long nanos) {
        var timeline = addresses.get(new Address(high, low));
        var owner = timeline == null ? null : timeline.at(nanos);
        return owner == null ? Endpoint.UNKNOWN : owner.endpoint(this);
    }

    @Override
    public boolean isSteady(long high, long low, long fromNanos, long toNanos) {
        var timeline = addresses.get(new Address(high, low));
        return timeline == null || timeline.isSteady(fromNanos, toNanos);
    }

    /** Addresses of which anything is known, those of the past included. */
    int size() {
        return addresses.size();
    }

    /** Another number whenever zones or services have changed. */
    long state() {
        return state.get();
    }

    /** Of the node; empty: not known. */
    String zone(String node) {
        return zones.getOrDefault(node, "");
    }

    /** The first service by name that selects pods with these labels; empty: none. */
    String service(String namespace, Labels pod) {
        for (var selector : selectors.getOrDefault(namespace, List.of())) {
            if (selector.labels().select(pod)) {
                return selector.name();
            }
        }
        return "";
    }

    // ---- told by the watches ---------------------------------------------------------------------------------------

    /**
     * It has its addresses from this time on, or had them from then till then.
     *
     * @param fromNanos  ns since 1970; told again, the first time counts
     * @param untilNanos {@link Timeline#OPEN}, or when it ended
     */
    void has(Owner owner, long fromNanos, long untilNanos) {
        var before = owners.put(owner.uid(), owner);
        if (before != null) {
            before.addresses().stream()
                    .filter(address -> !owner.addresses().contains(address))
                    .forEach(address -> ends(owner.uid(), address, fromNanos));
        }
        for (var address : owner.addresses()) {
            addresses.merge(
                    address,
                    Timeline.EMPTY.with(owner, fromNanos, untilNanos),
                    (timeline, one) -> timeline.with(owner, fromNanos, untilNanos));
        }
    }

    /** It is gone. */
    void gone(String uid, long nanos) {
        var owner = owners.remove(uid);
        if (owner != null) {
            owner.addresses().forEach(address -> ends(uid, address, nanos));
        }
    }

    private void ends(String uid, Address address, long nanos) {
        addresses.computeIfPresent(address, (key, timeline) -> timeline.without(uid, nanos));
    }

    void zone(String node, String zone) {
        if (!zone.equals(zones.put(node, zone))) {
            state.incrementAndGet();
        }
    }

    void noNode(String node) {
        if (zones.remove(node) != null) {
            state.incrementAndGet();
        }
    }

    /** A service selects pods of its namespace; with {@link Labels#NONE} it does not, or not any more. */
    void selects(String namespace, String name, Labels labels) {
        var before = selectors.getOrDefault(namespace, List.of());
        var others = before.stream().filter(each -> !each.name().equals(name));
        var now = labels.values().isEmpty() ? others : Stream.concat(others, Stream.of(new Selector(name, labels)));
        var sorted = now.sorted(BY_NAME).toList();
        if (!sorted.equals(before)) {
            selectors.put(namespace, sorted);
            state.incrementAndGet();
        }
    }

    /** Forgets what ended before this time. */
    void forget(long nanos) {
        for (var address : addresses.keySet()) {
            addresses.computeIfPresent(address, (key, timeline) -> timeline.since(nanos));
        }
    }

    /** A service's name and what it selects. */
    private record Selector(String name, Labels labels) {}
}
