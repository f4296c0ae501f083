package io.tidemark.query.grouping;

import java.lang.foreign.MemorySegment;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.apache.datasketches.tdigest.TDigestDouble;

/** What cannot be summed up, merged from the bytes that the rows have (summary.proto says which). For one thread. */
sealed interface Sketch {
    /** Takes in a row's. */
    void add(byte[] bytes);

    /** Takes in another one of the same metric. */
    void add(Sketch other);

    /** What the metric tells; null where nothing was seen. */
    Long value();

    /** An empty one. */
    static Sketch of(Metric metric) {
        return switch (metric.sketch()) {
            case ROUND_TRIPS -> new RoundTrips(metric.rank());
            case CLIENTS -> new Clients();
        };
    }

    /** A quantile of the time that handshakes took, in nanoseconds: t-digests of seconds (Dunning and Ertl, 2019). */
    final class RoundTrips implements Sketch {
        private static final short COMPRESSION =
                200; // more than the parts have, so that merging adds little to their error

        private final TDigestDouble digest = new TDigestDouble(COMPRESSION);
        private final double rank;

        private RoundTrips(double rank) {
            this.rank = rank;
        }

        @Override
        public void add(byte[] bytes) {
            digest.merge(TDigestDouble.heapify(MemorySegment.ofArray(bytes)));
        }

        @Override
        public void add(Sketch other) {
            digest.merge(((RoundTrips) other).digest);
        }

        @Override
        public Long value() {
            return digest.isEmpty() ? null : Math.round(digest.getQuantile(rank) * 1e9);
        }
    }

    /** How many different addresses: HyperLogLog (Flajolet et al., 2007) with 2048 registers, standard error 1.8 %. */
    final class Clients implements Sketch {
        private final HllUnion union = new HllUnion(11);

        @Override
        public void add(byte[] bytes) {
            union.update(HllSketch.heapify(bytes));
        }

        @Override
        public void add(Sketch other) {
            union.update(((Clients) other).union.getResult());
        }

        @Override
        public Long value() {
            return union.isEmpty() ? null : Math.round(union.getEstimate());
        }
    }
}
