package io.tidemark.aggregator.dedup;

import io.tidemark.contract.flow.FlowBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The observation points of a window, numbered in the order they came. */
final class Points {
    private final Map<String, Map<String, Integer>> numbers = new HashMap<>();
    private final List<Point> points = new ArrayList<>();

    /** The numbers of a batch's points, by their index in it. */
    int[] of(FlowBatch batch) {
        var ofNode = numbers.computeIfAbsent(batch.getNode(), node -> new HashMap<>());
        var names = batch.getPoints();
        var result = new int[Math.max(1, names.length())];
        for (int i = 0; i < result.length; i++) {
            var name = i < names.length() ? names.get(i).getName() : ""; // a node that does not tell its points has one
            result[i] = ofNode.computeIfAbsent(name, n -> {
                points.add(new Point(batch.getNode(), n));
                return points.size() - 1;
            });
        }
        return result;
    }

    int size() {
        return points.size();
    }

    Point get(int number) {
        return points.get(number);
    }

    /** The place of each point in an order that is the same in every window: by node, then by name. */
    int[] ranks() {
        var order = IntStream.range(0, points.size())
                .boxed()
                .sorted(Comparator.comparing(this::get, Point.ORDER))
                .toList();
        var ranks = new int[points.size()];
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[order.get(rank)] = rank;
        }
        return ranks;
    }

    /** An observation point (RFC 7011, 2.1). */
    record Point(String node, String name) {
        static final Comparator<Point> ORDER = Comparator.comparing(Point::node).thenComparing(Point::name);
    }
}
