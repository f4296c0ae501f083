package io.tidemark.query.store;

import io.vertx.core.buffer.Buffer;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.tdigest.TDigestDouble;

/**
 * Merges the sketches of applications, as bytes of Apache DataSketches; contract/summary.proto says which. Of distinct clients the
 * order does not matter: the registers of HyperLogLog are maxima. Quantiles of a t-digest keep their error bound, and its number of
 * values, its least and its largest stay exact.
 */
final class Sketches {
    private static final int LOG_REGISTERS = 11;
    private static final short COMPRESSION = 100;

    private Sketches() {}

    /** Null where there is none. Throws what DataSketches throws where bytes are no sketch. */
    static Buffer clients(Buffer[] sketches) {
        var present = present(sketches);
        if (present.length == 0) {
            return null;
        }
        var union = new HllUnion(LOG_REGISTERS);
        for (var sketch : present) {
            union.update(HllSketch.heapify(sketch.getBytes()));
        }
        return Buffer.buffer(union.getResult(TgtHllType.HLL_4).toCompactByteArray());
    }

    /** Null where there is none. Throws what DataSketches throws where bytes are no sketch. */
    static Buffer roundTrips(Buffer[] sketches) {
        var present = present(sketches);
        if (present.length == 0) {
            return null;
        }
        var merged = new TDigestDouble(COMPRESSION);
        for (var sketch : present) {
            merged.merge(TDigestDouble.heapify(MemorySegment.ofArray(sketch.getBytes())));
        }
        return Buffer.buffer(merged.toByteArray());
    }

    private static Buffer[] present(Buffer[] sketches) {
        return sketches == null
                ? new Buffer[0]
                : Arrays.stream(sketches).filter(Objects::nonNull).toArray(Buffer[]::new);
    }
}
