package io.tidemark.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page without a mouse. */
@ExtendWith(SharedTwoDays.class)
class KeyboardIT {
    private static final String FOCUSED = """
            () => {
              let element = document.activeElement;
              while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
              const style = getComputedStyle(element);
              return [element.textContent.trim().slice(0, 20) || element.dataset.testid || element.tagName, style.outlineStyle, style.outlineWidth];
            }""";

    @Test
    void aQuestionMarkListsTheShortcutsAndEscapeClosesTheList(TwoDays days) {
        var page = days.open("last=1h");
        Views.await(page, "overview");

        page.keyboard().press("?");
        assertThat(page.getByTestId("keys")).isVisible();
        page.keyboard().press("Escape");

        assertThat(page.getByTestId("keys")).isHidden();
    }

    @Test
    void lettersLeadToViewsAndSwitches(TwoDays days) {
        var page = days.open("last=1h");
        Views.await(page, "overview");

        page.keyboard().press("g");
        page.keyboard().press("c");
        assertThat(page).hasURL(Pattern.compile("view=conversations"));
        page.keyboard().press("c");
        assertThat(page).hasURL(Pattern.compile("compare=1d"));
        page.keyboard().press("h");
        assertThat(page.getByTestId("help")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.getByTestId("help")).hasCount(0);
        page.keyboard().press("l");
        assertThat(page).hasURL(Pattern.compile("live=off"));
        page.keyboard().press("z");
        assertThat(page).hasURL(Pattern.compile("from=.*&to="));
    }

    @Test
    void zoomingOutShowsTwiceTheTimeAndNoneThatIsToCome(TwoDays days) {
        var page = days.open("last=1h");
        Views.await(page, "overview");

        page.keyboard().press("z");
        assertThat(page).hasURL(Pattern.compile("from=.*&to="));

        var from = time(page, "from");
        var to = time(page, "to");
        assertThat(Duration.between(from, to)).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(121));
        assertThat(to).isBefore(Instant.now().plusSeconds(11)); // the end of the window that is open
    }

    @Test
    void chosenTimesDoNotMoveAndLiveLeadsBackToTheTraffic(TwoDays days) {
        var page = days.open("last=1h");
        Views.await(page, "overview");
        var live = page.getByTestId("live");
        assertThat(live).hasAttribute("aria-pressed", "true");

        page.keyboard().press("z");
        assertThat(page).hasURL(Pattern.compile("from=.*&to="));
        assertThat(live).hasAttribute("aria-pressed", "false");

        live.click();
        assertThat(page).not().hasURL(Pattern.compile("from="));
        assertThat(live).hasAttribute("aria-pressed", "true");
        page.keyboard().press("l");
        assertThat(live).hasAttribute("aria-pressed", "false");
    }

    private static Instant time(Page page, String name) {
        return Instant.parse((String) page.evaluate("name => new URLSearchParams(location.search).get(name)", name));
    }

    @Test
    void tabGoesFromTheTopToTheChartAndTheFocusIsSeen(TwoDays days) {
        var page = days.open("last=1h");
        Views.await(page, "overview");

        var passed = new ArrayList<String>();
        for (int i = 0; i < 26; i++) {
            page.keyboard().press("Tab");
            var focused = focused(page);
            passed.add(focused.getFirst());
            assertThat(focused.get(1)).as("outline of %s", focused.getFirst()).isNotEqualTo("none");
        }

        assertThat(passed)
                .containsSubsequence(
                        "Skip to the content", "Overview", "Status", "Last hour", "vs yesterday", "filter");
    }

    @Test
    void theChartZoomsByArrowsAndEnter(TwoDays days) {
        var page = days.open("last=1h");
        page.locator("[data-testid=chart][data-drawn]").waitFor();

        page.getByTestId("chart").locator(".surface").focus();
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("Shift+ArrowLeft");
        page.keyboard().press("Shift+ArrowLeft");
        page.keyboard().press("Enter");

        assertThat(page).hasURL(Pattern.compile("from=.*&to="));
    }

    @SuppressWarnings("unchecked")
    private static List<String> focused(Page page) {
        return (List<String>) page.evaluate(FOCUSED);
    }
}
