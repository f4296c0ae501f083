package io.tidemark.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The filter box completes what is begun and shows where a filter is wrong. */
@ExtendWith(SharedTwoDays.class)
class FilterBoxIT {
    @Test
    void fieldsOperatorsAndValuesAreCompletedByTheKeyboardAlone(TwoDays days) {
        var page = days.open("view=conversations&last=1h");
        Views.await(page, "conversations");

        page.keyboard().press("/");
        page.keyboard().type("dst.po");
        take(page, "dst.port");
        take(page, "==");
        take(page, "8443"); // one of the largest there are
        page.keyboard().press("Enter");

        assertThat(page).hasURL(Pattern.compile("filter=dst.port"));
        assertThat(page.getByTestId("filter")).hasValue("dst.port == 8443");
        assertThat(page.getByTestId("conversations-table")).hasAttribute("data-value", "1");
    }

    @Test
    void afterAConditionAnotherIsOffered(TwoDays days) {
        var page = days.open("view=conversations&last=1h");
        Views.await(page, "conversations");

        page.keyboard().press("/");
        page.keyboard().type("protocol == \"tcp\" ");
        take(page, "&&");
        page.keyboard().type("src.a");
        take(page, "src.addr");
        take(page, "==");
        take(page, "ip(\"10.9.0.1\")");

        assertThat(page.getByTestId("filter"))
                .hasValue(Pattern.compile("^protocol == \"tcp\" && src.addr == ip\\(\"10.9.0.1\"\\) *$"));
    }

    @Test
    void whatIsWrongStandsUnderThePlace(TwoDays days) {
        var page = days.open("last=1h");
        Views.await(page, "overview");

        page.getByTestId("filter").fill("dst.port = 443");
        page.keyboard().press("Enter");

        var problem = page.getByTestId("filter-problem");
        assertThat(problem).hasAttribute("data-value", "10");
        assertThat(problem.locator("pre")).hasText("dst.port = 443\n         ^");
        assertThat(problem).containsText("equal is written ==");
        page.getByTestId("filter").fill("dst.port == 443");
        page.keyboard().press("Enter");
        assertThat(problem).hasCount(0);
    }

    /** Takes the first suggestion that begins so. */
    private static void take(Page page, String text) {
        var offered = page.getByRole(AriaRole.OPTION)
                .filter(new Locator.FilterOptions().setHasText(text))
                .first();
        offered.waitFor();
        while (!"true".equals(offered.getAttribute("aria-selected"))) {
            page.keyboard().press("ArrowDown");
        }
        page.keyboard().press("Enter");
    }
}
