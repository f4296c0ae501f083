package io.tidemark.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page on a telephone and on a tablet: nothing is wider than the window, cut off, or over what it belongs to. */
@ExtendWith(SharedTwoDays.class)
class NarrowIT {
    @ParameterizedTest
    @CsvSource({
        "overview, 360",
        "overview, 768",
        "conversations, 360",
        "map, 360",
        "sankey, 360",
        "heat, 360",
        "ledger, 360",
        "status, 360",
    })
    void aViewIsNotWiderThanItsWindow(String view, int width, TwoDays days) {
        var page = days.open("last=1h&compare=1d&view=" + view, of(width));

        Views.await(page, view);

        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    }

    @Test
    void theColumnsOfAConversationFitATelephone(TwoDays days) {
        var page = days.open("last=1h&view=conversations", of(360));
        Views.await(page, "conversations");

        var table = page.getByTestId("conversations-table").boundingBox();

        assertThat(table.x + table.width).isLessThanOrEqualTo(360);
    }

    @Test
    void theDetailsOfAConversationComeWhereTheyAreSeen(TwoDays days) {
        var page = days.open("last=1h&view=conversations", of(768));
        Views.await(page, "conversations");

        page.getByTestId("conversation").first().click();

        PlaywrightAssertions.assertThat(page.getByTestId("details-now")).isInViewport();
    }

    @Test
    void bothEndsOfAConnectionHaveRoomForTheirNames(TwoDays days) {
        var page = days.open("last=1h&view=sankey&through=src.addr,application,dst.addr", of(360));
        Views.await(page, "sankey");

        var cells = page.getByTestId("sankey-table").locator("tbody tr").first().locator("th, td");

        assertThat(cells.nth(0).boundingBox().width).isGreaterThan(60);
        assertThat(cells.nth(1).boundingBox().width).isGreaterThan(60);
    }

    @Test
    void theChoiceOfTimeOpensUnderItsButton(TwoDays days) {
        var page = days.open("last=1h", of(360));
        Views.await(page, "overview");

        page.getByTestId("range").click();

        var button = page.getByTestId("range").boundingBox();
        var choice = page.getByRole(AriaRole.DIALOG).first().boundingBox();
        assertThat(choice.y).isGreaterThanOrEqualTo(button.y + button.height);
    }

    private static NewContextOptions of(int width) {
        return new NewContextOptions().setViewportSize(width, 780).setLocale("en-GB");
    }
}
