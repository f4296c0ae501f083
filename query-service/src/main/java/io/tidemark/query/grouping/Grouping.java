package io.tidemark.query.grouping;

import io.tidemark.query.access.Access;
import io.tidemark.query.filter.Field;
import io.tidemark.query.filter.Fields;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.filter.Grain;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.problem.Nearest;
import io.tidemark.query.protocol.Protocol;
import io.tidemark.query.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The dimensions that traffic is split by, in order; none: it is not split.
 *
 * <p>With dimensions of either end, traffic counts for the group of who began and for that of who was asked, once if they are
 * the same; all such dimensions of a group are of the same end.
 */
public record Grouping(List<Dimension> dimensions) {
    private static final int MOST = 5;

    /** The most exact rows first. */
    private static final List<Grain> GRAINS = List.of(Grain.APPLICATION, Grain.WORKLOAD_PAIR, Grain.CONVERSATION);

    /** Shorter words for what is asked most. */
    private static final Map<String, List<Dimension>> SHORT = Map.of(
            "none",
            List.of(),
            "host",
            List.of(Dimension.ANY_ADDR),
            "workload",
            List.of(Dimension.ANY_ENTITY),
            "namespace",
            List.of(Dimension.ANY_NAMESPACE),
            "conversation",
            List.of(Dimension.SRC_ADDR, Dimension.DST_ADDR, Dimension.DST_PORT, Dimension.PROTOCOL));

    public Grouping {
        dimensions = dimensions == null ? List.of() : List.copyOf(dimensions);
        if (dimensions.size() > MOST) {
            throw new MalformedParameter("by", Text.of("%d dimensions are more than %d", dimensions.size(), MOST));
        }
        if (new HashSet<>(dimensions).size() < dimensions.size()) {
            throw new MalformedParameter("by", Text.of("a dimension is named twice in %s", labels(dimensions)));
        }
    }

    /**
     * Reads dimensions with commas between them, or one for each text.
     *
     * @param texts null or empty: the absent one
     */
    public static Grouping parse(List<String> texts, Dimension... absent) {
        var words = texts == null
                ? List.<String>of()
                : texts.stream()
                        .flatMap(text -> Arrays.stream(text.split(",", -1)))
                        .map(String::trim)
                        .toList();
        if (words.isEmpty() || words.equals(List.of(""))) {
            return new Grouping(List.of(absent));
        }
        var dimensions = new ArrayList<Dimension>();
        words.forEach(word -> dimensions.addAll(read(word)));
        return new Grouping(dimensions);
    }

    private static List<Dimension> read(String word) {
        if (SHORT.containsKey(word)) {
            return SHORT.get(word);
        }
        return Arrays.stream(Dimension.values())
                .filter(dimension -> dimension.label().equals(word))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> unknown(word));
    }

    private static MalformedParameter unknown(String word) {
        var names = Stream.concat(
                        SHORT.keySet().stream().sorted(),
                        Arrays.stream(Dimension.values()).map(Dimension::label))
                .toList();
        return new MalformedParameter(
                "by",
                Fields.named(word).isPresent()
                        ? Text.of("traffic cannot be split by the field %s", word)
                        : Text.of("there is no field %s", word),
                Nearest.hint(word, names)
                        .orElseGet(() -> Text.of(
                                "there are %s, %s",
                                SHORT.keySet().stream().sorted().collect(Collectors.joining(", ")),
                                Fields.listed(Field::isGrouped))));
    }

    private static String labels(List<Dimension> dimensions) {
        return dimensions.stream().map(Dimension::label).collect(Collectors.joining(", "));
    }

    /** Whether traffic may count for two groups. */
    public boolean ofEitherEnd() {
        return dimensions.stream().anyMatch(dimension -> dimension.field().ofEitherEnd());
    }

    /**
     * The most exact rows that have all that is asked, and that the asker may see: applications are everybody's together.
     *
     * @throws MalformedParameter where no rows have
     */
    public Grain grain(Filter filter, Metric metric, Access access) {
        if (!metric.isSum()) {
            access.requireAll(Text.of("round trips and clients"));
        }
        var grains = GRAINS.stream()
                .filter(grain -> access.all() || grain != Grain.APPLICATION)
                .filter(grain -> dimensions.stream()
                        .allMatch(dimension -> dimension.field().isOf(grain)))
                .filter(grain -> metric.isSum() || grain == Grain.APPLICATION)
                .toArray(Grain[]::new);
        if (grains.length == 0) {
            throw new MalformedParameter(
                    "metric",
                    Text.of(
                            "%s is told of applications, which have no %s; split by protocol, application, dst.port or none",
                            metric.label(),
                            dimensions.stream()
                                    .filter(dimension -> !dimension.field().isOf(Grain.APPLICATION))
                                    .map(Dimension::label)
                                    .collect(Collectors.joining(", "))));
        }
        return filter.grain(grains);
    }

    /**
     * The whole group for a person.
     *
     * @param names of its values, where they are known; null: made of the value
     */
    public String name(List<String> group, List<String> names) {
        if (dimensions.equals(SHORT.get("conversation"))) {
            int port = Integer.parseInt(group.get(2));
            return "%s → %s %s"
                    .formatted(group.get(0), group.get(1), Application.name(Protocol.number(group.get(3)), port));
        }
        var words = new ArrayList<String>();
        for (int i = 0; i < group.size(); i++) {
            words.add(names.get(i) != null ? names.get(i) : dimensions.get(i).name(group.get(i)));
        }
        return dimensions.isEmpty() ? "Total" : String.join(" · ", words);
    }

    /** The same for programs. */
    public String key(List<String> group) {
        return dimensions.isEmpty() ? "total" : String.join("|", group);
    }

    /** A filter that takes the group's traffic; null where none does, as several conditions on either end may hold of different ends. */
    public String condition(List<String> group) {
        if (dimensions.isEmpty()) {
            return "true";
        }
        if (dimensions.stream()
                        .filter(dimension -> dimension.field().ofEitherEnd())
                        .count()
                > 1) {
            return null;
        }
        var conditions = new ArrayList<String>();
        for (int i = 0; i < group.size(); i++) {
            conditions.add(dimensions.get(i).condition(group.get(i)));
        }
        return String.join(" && ", conditions);
    }
}
