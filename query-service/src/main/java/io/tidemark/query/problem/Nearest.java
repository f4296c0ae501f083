package io.tidemark.query.problem;

import io.tidemark.query.text.Text;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which of the names there are somebody may have meant. */
public final class Nearest {
    private Nearest() {}

    /** "did you mean src.namespace?"; empty where nothing is near. */
    public static Optional<Text> hint(String name, Collection<String> names) {
        return names.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(1, candidate.length() / 4)
                        || candidate.endsWith("." + name))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .map(nearest -> Text.of("did you mean %s?", nearest));
    }

    /** Characters to add, drop or change (Levenshtein, 1966). */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal
                        + (Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
