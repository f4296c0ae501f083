package io.tidemark.e2e.fault;

import io.tidemark.e2e.fault.Fault.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;

/** What goes wrong in one round, drawn from a seed: the same seed, the same script. One thing at a time for each target. */
final class Script {
    private static final int LEAST = 4;
    private static final int MOST = 8;

    private Script() {}

    /**
     * Faults in the order in which they begin.
     *
     * @param captures names of the capture-services
     * @param millis   they begin within this time
     */
    static List<Fault> of(long seed, List<String> captures, long millis) {
        var dice = new SplittableRandom(seed);
        var script = new ArrayList<Fault>();
        var busyUntil = new HashMap<String, Long>();
        for (int left = dice.nextInt(LEAST, MOST + 1); left > 0; left--) {
            var fault = any(dice, captures, dice.nextLong(millis));
            script.add(fault);
        }
        script.sort(Comparator.comparingLong(Fault::atMillis));
        script.removeIf(fault -> {
            boolean busy = busyUntil.getOrDefault(fault.target(), 0L) > fault.atMillis();
            busyUntil.merge(fault.target(), busy ? 0 : fault.endMillis() + 500, Math::max);
            return busy;
        });
        return script;
    }

    private static Fault any(SplittableRandom dice, List<String> captures, long at) {
        long short_ = dice.nextLong(500, 6_000);
        var aggregator = Pipeline.AGGREGATORS.get(dice.nextInt(Pipeline.AGGREGATORS.size()));
        return switch (dice.nextInt(12)) {
            case 0 -> new Fault(Kind.KILL, captures.get(dice.nextInt(captures.size())), at, 0);
            case 1, 2, 3 -> new Fault(Kind.KILL, aggregator, at, 0);
            case 4 -> new Fault(Kind.CRASH, aggregator, at, short_);
            case 5 -> new Fault(Kind.STOP, aggregator, at, short_);
            case 6 -> new Fault(Kind.PAUSE, aggregator, at, dice.nextLong(11_000, 16_000));
            case 7 -> new Fault(Kind.EXTRA, Pipeline.EXTRA, at, 8_000 + short_);
            case 8 -> new Fault(Kind.KILL, Pipeline.QUERY, at, 0);
            case 9 -> new Fault(Kind.STOP, Pipeline.BROKER, at, short_);
            case 10 -> new Fault(Kind.CRASH, Pipeline.BROKER, at, short_);
            default -> new Fault(dice.nextBoolean() ? Kind.CRASH : Kind.STOP, Fault.DATABASE, at, short_);
        };
    }
}
