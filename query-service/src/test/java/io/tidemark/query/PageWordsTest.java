package io.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The words of the page are the same in each of its languages, in number and in what is filled in. */
class PageWordsTest {
    private static final Path STRINGS = Path.of("src/main/resources/web/app/strings");
    private static final Pattern FILLED_IN = Pattern.compile("\\{\\w+}");
    private static final Set<String> PLURAL = Set.of("one", "other");

    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        assertThat(words("zh").keySet()).isEqualTo(words("en").keySet());
    }

    @Test
    void bothFillInTheSame() throws IOException {
        assertThat(filledIn(words("zh"))).isEqualTo(filledIn(words("en")));
    }

    @Test
    void noWordIsEmpty() throws IOException {
        assertThat(words("en").values()).noneMatch(String::isEmpty);
        assertThat(words("zh").values()).noneMatch(String::isEmpty);
    }

    @Test
    void chineseIsWrittenInChinese() throws IOException {
        var foreign = words("zh");
        foreign.values().removeIf(word -> word.codePoints().anyMatch(Character::isIdeographic));

        assertThat(foreign).as("signs and an example of the filter language").hasSizeLessThan(8);
    }

    /** By path; of words that depend on a number the general form, as not every language has a singular. */
    private static Map<String, String> words(String language) throws IOException {
        var found = new TreeMap<String, String>();
        collect(
                "",
                new ObjectMapper().readTree(STRINGS.resolve(language + ".json").toFile()),
                found);
        return found;
    }

    private static void collect(String path, JsonNode node, Map<String, String> found) {
        if (node.isTextual()) {
            found.put(path, node.asText());
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "[" + i + "]", node.get(i), found);
            }
        } else if (node.has("other")
                && node.properties().stream().map(Map.Entry::getKey).allMatch(PLURAL::contains)) {
            collect(path, node.get("other"), found);
        } else {
            node.properties().forEach(field -> collect(path + "." + field.getKey(), field.getValue(), found));
        }
    }

    private static Map<String, Set<String>> filledIn(Map<String, String> words) {
        return words.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        word -> FILLED_IN
                                .matcher(word.getValue())
                                .results()
                                .map(MatchResult::group)
                                .collect(Collectors.toSet())));
    }
}
