package io.tidemark.aggregator.enrich;

import java.util.concurrent.atomic.LongAdder;

/**
 * The sources, one over the other: Kubernetes, which knows best; the own networks, whose label is added to what Kubernetes says;
 * the GeoIP databases, which are asked about what neither knows.
 */
final class Layers implements Lookup {
    private final Layer kubernetes;
    private final Layer networks;
    private final Layer geo;

    Layers(Layer kubernetes, Layer networks, Layer geo) {
        this.kubernetes = kubernetes;
        this.networks = networks;
        this.geo = geo;
    }

    @Override
    public Endpoint find(long high, long low, long nanos) {
        var pod = kubernetes.find(high, low, nanos);
        var network = networks.find(high, low, nanos);
        if (pod.isKnown()) {
            return network.isKnown() ? pod.in(network.network()) : pod;
        }
        return network.isKnown() ? network : geo.find(high, low, nanos);
    }

    @Override
    public boolean isEmpty() {
        return kubernetes.source.isEmpty() && networks.source.isEmpty() && geo.source.isEmpty();
    }

    @Override
    public boolean isSteady(long high, long low, long fromNanos, long toNanos) {
        return kubernetes.source.isSteady(high, low, fromNanos, toNanos);
    }

    /** A source, and how often it was asked. */
    static final class Layer {
        final LongAdder lookups = new LongAdder();
        final LongAdder misses = new LongAdder();
        final Lookup source;

        Layer(Lookup source) {
            this.source = source;
        }

        Endpoint find(long high, long low, long nanos) {
            if (source == NONE) {
                return Endpoint.UNKNOWN;
            }
            lookups.increment();
            var found = source.find(high, low, nanos);
            if (!found.isKnown()) {
                misses.increment();
            }
            return found;
        }
    }
}
