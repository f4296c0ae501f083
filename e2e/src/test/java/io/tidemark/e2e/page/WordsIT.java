package io.tidemark.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import io.tidemark.e2e.system.House;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page speaks the reader's language, all of it. */
@ExtendWith(SharedTwoDays.class)
class WordsIT {
    private static final String STRINGS = "query-service/src/main/resources/web/app/strings/%s.json";
    /** All that is read or read aloud, through every shadow root. */
    private static final String TEXTS = """
            () => {
              const texts = [];
              const walk = (node) => {
                if (node.nodeType === Node.TEXT_NODE) return texts.push(node.textContent.trim());
                if (node.nodeType === Node.ELEMENT_NODE) {
                  if (['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(node.tagName)) return;
                  for (const name of ['title', 'aria-label', 'placeholder', 'label']) if (node.hasAttribute(name)) texts.push(node.getAttribute(name).trim());
                }
                if (node.shadowRoot) walk(node.shadowRoot);
                node.childNodes.forEach(walk);
              };
              walk(document.body);
              return texts.filter((text) => text !== '');
            }""";

    static List<String> views() {
        return Views.ALL;
    }

    @ParameterizedTest
    @MethodSource("views")
    void noWordOfAnotherLanguageIsLeftInAView(String view, TwoDays days) throws IOException {
        var page =
                days.open("view=" + view + "&last=1h&compare=1d&help=on", new NewContextOptions().setLocale("zh-CN"));
        Views.await(page, view);

        var english = new TreeSet<>(leaves(strings("en")));
        english.removeAll(leaves(strings("zh"))); // units and examples are the same
        var shown = texts(page);
        assertThat(shown).contains("帮助").doesNotContainAnyElementsOf(english);
        assertThat(shown).allSatisfy(text -> assertThat(text).doesNotContain("undefined", "{n}", "[object"));
    }

    @Test
    void whatTheServerSaysIsInThePagesLanguage(TwoDays days) {
        var page = days.open("last=1h", new NewContextOptions().setLocale("zh-CN"));
        Views.await(page, "overview");

        page.getByTestId("filter").fill("src.namspace == \"shop\"");
        page.keyboard().press("Enter");

        assertThat(page.getByTestId("filter-problem")).containsText("没有字段 src.namspace 是否想写 src.namespace？");
    }

    @Test
    void theLanguageIsThatOfTheBrowserUntilOneIsChosenWhichIsKept(TwoDays days) {
        var page = days.open("last=1h", new NewContextOptions().setLocale("zh-CN"));
        assertThat(page.locator("html")).hasAttribute("lang", "zh-Hans");
        Views.await(page, "overview");

        page.getByTestId("language").selectOption("en");

        assertThat(page.locator("html")).hasAttribute("lang", "en");
        assertThat(page).hasURL(Pattern.compile("last=1h"));
        page.reload();
        assertThat(page.getByTestId("help-button")).hasText("Help");
    }

    private static JsonNode strings(String language) throws IOException {
        return new ObjectMapper()
                .readTree(House.root().resolve(STRINGS.formatted(language)).toFile());
    }

    private static List<String> leaves(JsonNode node) {
        var found = new ArrayList<String>();
        if (node.isTextual()) {
            found.add(node.asText());
        }
        node.forEach(child -> found.addAll(leaves(child)));
        return found;
    }

    @SuppressWarnings("unchecked")
    private static List<String> texts(Page page) {
        return (List<String>) page.evaluate(TEXTS);
    }
}
