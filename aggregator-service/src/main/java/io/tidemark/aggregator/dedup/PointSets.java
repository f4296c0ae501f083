package io.tidemark.aggregator.dedup;

import io.tidemark.aggregator.memory.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which observation points saw something, as a number: few sets occur in a window, in many flows. Past {@value #MOST} sets, or where there is no memory, no new
 * ones are made, and what should grow stays as it is.
 *
 * <p>Space: the sets, and 100 bytes for each of at most {@value #KNOWN} unions that need not be made again.
 */
public final class PointSets {
    private static final int MOST = 10_000;
    private static final int KNOWN = 4 * MOST;
    /** Bytes of a set of a few points, and of a union that is remembered. */
    private static final int SET = 500;

    private static final int UNION = 100;

    private final Points points;
    private final Share memory;
    private final List<TreeSet<Integer>> sets = new ArrayList<>();
    private final Map<TreeSet<Integer>, Integer> numbers = new HashMap<>();
    private final Map<Long, Integer> unions = new HashMap<>();
    private final List<Integer> singles = new ArrayList<>();

    PointSets(Points points, Share memory) {
        this.points = points;
        this.memory = memory;
    }

    /** The set of this point alone. */
    int of(int point) {
        while (singles.size() <= point) {
            singles.add(number(new TreeSet<>(List.of(singles.size())), 0));
        }
        return singles.get(point);
    }

    /** The points that are in one of the two, or in both. */
    public int union(int one, int other) {
        if (one == other) {
            return one;
        }
        long pair = (long) Math.min(one, other) << 32 | Math.max(one, other);
        var known = unions.get(pair);
        if (known != null) {
            return known;
        }
        var both = new TreeSet<>(sets.get(one));
        both.addAll(sets.get(other));
        int union = number(both, one);
        if (unions.size() < KNOWN && memory.take(UNION)) {
            unions.put(pair, union);
        }
        return union;
    }

    private int number(TreeSet<Integer> set, int otherwise) {
        var known = numbers.get(set);
        if (known != null) {
            return known;
        }
        if (sets.size() == MOST || !set.isEmpty() && set.size() > 1 && !memory.take(SET)) {
            return otherwise;
        }
        sets.add(set);
        numbers.put(set, sets.size() - 1);
        return sets.size() - 1;
    }

    /** The points' names, "node/interface", by node and name. */
    public List<String> names(int set) {
        return sets.get(set).stream()
                .map(points::get)
                .sorted(Points.Point.ORDER)
                .map(point -> point.node() + "/" + point.name())
                .toList();
    }
}
