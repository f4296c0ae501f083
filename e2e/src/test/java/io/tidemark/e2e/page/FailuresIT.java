package io.tidemark.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page says where the service does not answer, or refuses: never nothing, and never an answer to another question. */
@ExtendWith(SharedTwoDays.class)
class FailuresIT {
    private static final String PROBLEM = """
            {"type": "about:blank", "title": "no", "status": %d, "detail": "%s"}""";

    @Test
    void whatWasAnsweredStaysWhileTheServiceCannotAnswerAndThePageSaysSo(TwoDays days) {
        var page = days.open("last=1h");
        page.locator("[data-testid=chart][data-drawn]").waitFor();

        answer(page, "**/api/v1/timeseries?*", 503, "the store is away");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("the store is away");
        assertThat(page.getByTestId("chart")).isVisible();
    }

    @Test
    void aRefusedQuestionIsNotAnsweredByWhatWasAskedBefore(TwoDays days) {
        var page = days.open("last=1h");
        Views.await(page, "overview");

        answer(page, "**/api/v1/timeseries?*", 400, "ask for less");
        page.locator("tm-overview .tools").getByTestId("dimension").selectOption("dst.port");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("ask for less");
        assertThat(page.getByTestId("chart")).hasCount(0);
    }

    @Test
    void aFileThatCannotBeMadeIsSaid(TwoDays days) {
        var page = days.open("last=1h&view=conversations");
        Views.await(page, "conversations");

        answer(page, "**/api/v1/conversations?*format=csv*", 503, "the store is away");
        page.getByTestId("csv").click();

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("the store is away");
        assertThat(page.getByTestId("csv")).isEnabled();
    }

    @Test
    void aViewThatCannotBeLoadedComesOnceTheServiceAnswersAgain(TwoDays days) {
        var page = days.open("last=1h");
        Views.await(page, "overview");
        page.route("**/*", Route::abort);

        page.getByText("Sankey", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The query service does not answer");
        page.unroute("**/*");

        Views.await(page, "sankey");
    }

    private static void answer(Page page, String url, int status, String detail) {
        page.route(
                url,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(status)
                        .setContentType("application/problem+json")
                        .setBody(PROBLEM.formatted(status, detail))));
    }
}
