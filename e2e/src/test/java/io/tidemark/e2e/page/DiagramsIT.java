package io.tidemark.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Flow map, Sankey and heat map: they are of all traffic, and what is clicked filters. */
@ExtendWith(SharedTwoDays.class)
class DiagramsIT {
    @Test
    void theMapDrawsHostsWhereNoNamesAreKnown(TwoDays days) {
        var page = days.open("view=map&last=1h");
        Views.await(page, "map");

        var hosts = days.truth().conversations().keySet().stream()
                .flatMap(conversation -> Stream.of(conversation.client(), conversation.server()))
                .distinct()
                .count();
        assertThat(page.getByTestId("map")).hasAttribute("data-value", Long.toString(hosts));
        assertThat(page.getByTestId("map-level")).hasValue("host");
        assertThat(page.getByTestId("map-table").locator("tbody tr").first()).containsText("10.9.0.1198.51.100.77");
    }

    @Test
    void aClickOnTheMapFilters(TwoDays days) {
        var page = days.open("view=map&last=1h");
        Views.await(page, "map");

        clickTheFirstThing(page, page.getByTestId("map"));

        assertThat(page).hasURL(Pattern.compile("filter="));
        assertThat(page.getByTestId("filter")).hasValue(Pattern.compile("^(any|src)\\.addr == ip"));
    }

    /** Where forces have put a node nobody can know: the pointer looks for one, as a reader does. */
    private static void clickTheFirstThing(Page page, Locator canvas) {
        var box = canvas.boundingBox();
        for (double y = box.y + box.height / 2; y < box.y + box.height; y += 9) {
            for (double x = box.x + box.width * 0.3; x < box.x + box.width * 0.7; x += 9) {
                page.mouse().move(x, y);
                if (canvas.locator(".tip").count() > 0) {
                    page.mouse().click(x, y);
                    return;
                }
            }
        }
        throw new AssertionError("there is nothing on the map");
    }

    @Test
    void theSankeyAddsUpAndItsBoxesFilter(TwoDays days) {
        var page = days.open("view=sankey&last=1h&through=protocol,application");
        Views.await(page, "sankey");

        assertThat(page.getByTestId("sankey"))
                .hasAttribute("data-value", Long.toString(days.truth().metered().frameBytes()));
        var box = page.getByTestId("sankey").boundingBox();
        page.mouse().click(box.x + 15, box.y + 20);

        assertThat(page.getByTestId("filter")).hasValue("protocol == \"tcp\"");
    }

    @Test
    void theSankeyTakesFurtherDimensions(TwoDays days) {
        var page = days.open("view=sankey&last=1h&through=protocol,application");
        Views.await(page, "sankey");

        page.getByTestId("dimension-more").selectOption("dst.addr");

        assertThat(page).hasURL(Pattern.compile("through=protocol,application,dst.addr"));
        assertThat(page.getByTestId("sankey-table")).containsText("198.51.100.77");
    }

    @Test
    void aRowOfTheHeatMapFilters(TwoDays days) {
        var page = days.open("view=heat&last=1h");
        Views.await(page, "heat");

        var box = page.getByTestId("heat").boundingBox();
        page.mouse().click(box.x + box.width / 2, box.y + 8 + 12); // its first row

        assertThat(page.getByTestId("filter")).hasValue("application == \"tcp/" + days.busiestPort() + "\"");
    }

    @Test
    void pointingAtTheHeatMapTellsTheCell(TwoDays days) {
        var page = days.open("view=heat&last=1h");
        Views.await(page, "heat");

        var box = page.getByTestId("heat").boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + 8 + 12);

        assertThat(page.getByTestId("heat").locator(".tip")).containsText("bit/s");
        assertThat(page.getByTestId("heat").getAttribute("data-rows")).isNotEqualTo("0");
    }
}
