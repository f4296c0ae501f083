package io.tidemark.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table of conversations: only what is seen is drawn, all of it can be reached, and had as a file. */
@ExtendWith(SharedTwoDays.class)
class ConversationsIT {
    @Test
    void scrollingReachesTheLastOneAndDrawsFewAtATime(TwoDays days) {
        int all = days.truth().conversations().size();
        var page = days.open("view=conversations&last=1h");
        Views.await(page, "conversations");
        var scroller = page.locator("tm-conversations .scroll");
        assertThat(all).isGreaterThan(200); // pages are of 100

        while (!page.getByTestId("conversations-table")
                .getAttribute("data-value")
                .equals(Integer.toString(all))) {
            int loaded =
                    Integer.parseInt(page.getByTestId("conversations-table").getAttribute("data-value"));
            scroller.evaluate("element => element.scrollTo(0, element.scrollHeight)");
            page.waitForFunction(
                    "loaded => Number(document.querySelector('tm-app').shadowRoot.querySelector('tm-conversations').shadowRoot.querySelector('table').dataset.value) > loaded",
                    loaded);
        }
        scroller.evaluate("element => element.scrollTo(0, element.scrollHeight)");

        assertThat(page.locator("[aria-rowindex='" + (all + 1) + "']")).isVisible();
        assertThat(page.getByTestId("conversation").count()).isLessThan(80);
        assertThat(page.getByTestId("conversations-total"))
                .hasAttribute("data-value", Long.toString(days.truth().metered().packets()));
    }

    @Test
    void theFileHasEveryConversation(TwoDays days) throws IOException {
        var page = days.open("view=conversations&last=1h");

        var download = page.waitForDownload(() -> page.getByTestId("csv").click());

        var lines = Files.readAllLines(download.path());
        assertThat(lines.getFirst()).startsWith("client,server,server_port,protocol,");
        assertThat(lines.get(1)).startsWith("10.9.0.1,198.51.100.77,8443,tcp,");
        assertThat(lines.stream().skip(1).filter(line -> !line.startsWith(",")).count())
                .isEqualTo(days.truth().conversations().size());
    }

    @Test
    void theColumnsAndTheOpenConversationStandInTheUrl(TwoDays days) {
        var page = days.open("view=conversations&last=1h");

        page.getByTestId("columns").click();
        page.getByLabel("Out of order").check();
        page.getByLabel("Application").uncheck();
        page.keyboard().press("Escape");
        page.getByTestId("conversation").first().click();
        page.reload();

        assertThat(page).hasURL(Pattern.compile("columns=server,protocol,.*out_of_order.*open=|open=.*columns="));
        assertThat(page.getByTestId("details")).containsText("10.9.0.1 → 198.51.100.77");
        assertThat(page.getByTestId("conversations-table").locator("thead")).containsText("Out of order");
        assertThat(page.getByTestId("conversations-table").locator("thead"))
                .not()
                .containsText("Application");
        page.getByTestId("details-close").click();
        assertThat(page.getByTestId("details")).hasCount(0);
    }

    @Test
    void whatIsNotComparedCannotBeAskedFor(TwoDays days) {
        var page = days.open("view=conversations&last=1h");
        Views.await(page, "conversations");

        assertThat(page.getByTestId("compare")).isDisabled();
        assertThat(page.getByTestId("compare")).hasAttribute("title", Pattern.compile("^The overview compares"));
    }

    @Test
    void theListOfColumnsClosesWhenOnePointsElsewhere(TwoDays days) {
        var page = days.open("view=conversations&last=1h");
        page.getByTestId("columns").click();
        assertThat(page.getByLabel("Out of order")).isVisible();

        page.getByTestId("conversations-loaded").click();

        assertThat(page.getByLabel("Out of order")).hasCount(0);
    }

    @Test
    void sortingIsDoneByTheServer(TwoDays days) {
        var page = days.open("view=conversations&last=1h");

        page.getByTitle("Sort by Packets").click();

        assertThat(page).hasURL(Pattern.compile("sort=packets"));
        assertThat(page.locator("th[aria-sort=descending]")).containsText("Packets");
    }
}
