package io.tidemark.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.tidemark.e2e.capture.Conversation;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Traffic over time, its legend, the tables of the largest, and yesterday beside them. */
@ExtendWith(SharedTwoDays.class)
class OverviewIT {
    /** The clicks that docs/how-to/read-the-page.md tells a newcomer. */
    @Test
    void theBusiestConversationOfTheLastHourAndWhatItWasYesterdayAreThreeClicksAway(TwoDays days) {
        var page = days.open("");

        page.getByTestId("range").click();
        page.getByText("Last hour").click();
        page.getByTestId("compare").click();

        var busiest = days.busiest();
        var row = page.getByTestId("top-conversations").locator("tbody tr").first();
        assertThat(row).containsText("10.9.0.1 → 198.51.100.77");
        var cells = row.locator("td[data-value]");
        assertThat(cells.nth(0))
                .hasAttribute("data-value", text(busiest.getValue().both().frameBytes()));
        assertThat(cells.nth(1))
                .hasAttribute(
                        "data-value", text(days.yesterdayOf(busiest.getKey()).frameBytes()));
    }

    @Test
    void itsNameOpensAllItsFacts(TwoDays days) {
        var page = days.open("last=1h");

        page.getByTestId("top-conversations").locator("tbody tr button").first().click();

        var busiest = days.busiest();
        assertThat(page.getByTestId("details-now"))
                .hasAttribute("data-value", text(busiest.getValue().both().bytes()));
        assertThat(page.getByTestId("details-yesterday"))
                .hasAttribute(
                        "data-value", text(days.yesterdayOf(busiest.getKey()).bytes()));
    }

    @Test
    void theStackIsSplitByAnyCombinationOfFieldsAndAddsUp(TwoDays days) {
        var page = days.open("last=1h");
        Views.await(page, "overview");

        var tools = page.locator("tm-overview .tools");
        tools.getByTestId("dimension").selectOption("dst.port");
        tools.getByTestId("dimension-more").selectOption("protocol");

        assertThat(page).hasURL(Pattern.compile("[?&]by=dst.port,protocol"));
        assertThat(page.getByTestId("series-table").locator("tbody tr").first())
                .containsText(days.busiestPort() + " · TCP");
        assertThat(page.getByTestId("chart"))
                .hasAttribute("data-value", text(days.truth().metered().frameBytes()));
    }

    @Test
    void whatWasSentAgainCanBeSeen(TwoDays days) {
        var page = days.open("last=1h");
        Views.await(page, "overview");

        page.locator("tm-overview").getByTestId("unit").selectOption("retransmitted_packets bits");

        long again = days.truth().conversations().values().stream()
                .mapToLong(Conversation.Facts::retransmitted)
                .sum();
        assertThat(again).isPositive();
        assertThat(page.getByTestId("chart")).hasAttribute("data-value", text(again));
        assertThat(page.getByTestId("top-conversations")).hasAttribute("data-value", text(again));
    }

    @Test
    void portsAreRankedByTheirClientsAndByTheRoundTripsOfTheirHandshakes(TwoDays days) throws Exception {
        var page = days.open("last=1h&top=dst.port");
        var table = page.getByTestId("top-table");

        page.getByTestId("rank").selectOption("clients");
        assertThat(table.locator("thead")).containsText("Different clients");
        long clients = value(table);
        page.getByTestId("rank").selectOption("round_trip_p50");
        assertThat(table.locator("thead")).containsText("Round trip, median");
        long median = value(table);

        long truth = days.truth().conversations().keySet().stream()
                .collect(Collectors.groupingBy(
                        Conversation::serverPort, Collectors.mapping(Conversation::client, Collectors.toSet())))
                .values()
                .stream()
                .mapToInt(Set::size)
                .max()
                .orElseThrow();
        var rows = days.answers()
                .get("/api/v1/top?by=dst.port&metric=round_trip_p50")
                .path("rows");
        assertThat(clients).isCloseTo(truth, withinPercentage(2)); // HyperLogLog
        assertThat(median).isPositive().isEqualTo(rows.get(0).path("value").longValue());
        assertThat(page).hasURL(Pattern.compile("rank=round_trip_p50"));
    }

    @Test
    void hostsAreNotRankedByRoundTripsAsNoRowsTellThemOfHosts(TwoDays days) {
        var page = days.open("last=1h&rank=round_trip_p50");

        assertThat(page.getByTestId("top-table").locator("thead")).containsText("Total");
        assertThat(page.getByTestId("rank").locator("option[value=clients]")).isDisabled();
        assertThat(page.getByTestId("rank")).hasAttribute("title", Pattern.compile("protocols, applications"));
    }

    private static long value(Locator table) {
        return Long.parseLong(table.locator("tbody tr")
                .first()
                .locator("td[data-value]")
                .first()
                .getAttribute("data-value"));
    }

    @Test
    void draggingOverTheChartZoomsInAndBackAgain(TwoDays days) {
        var page = days.open("last=1h");
        page.locator("[data-testid=chart][data-drawn]").waitFor();

        var box = page.getByTestId("chart").boundingBox();
        page.mouse().move(box.x + box.width * 0.3, box.y + 60);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.6, box.y + 60);
        page.mouse().up();

        assertThat(page).hasURL(Pattern.compile("from=.*&to="));
        page.goBack();
        assertThat(page).hasURL(Pattern.compile("\\?last=1h$"));
    }

    @Test
    void aNameInATableNarrowsTheFilter(TwoDays days) {
        var page = days.open("last=1h");

        page.getByTestId("top-table").locator("tbody tr button").first().click();
        assertThat(page).hasURL(Pattern.compile("filter=any.addr"));
        page.getByTestId("series-table").locator("tbody tr button").first().click();

        assertThat(filter(page)).isEqualTo("any.addr == ip(\"10.9.0.1\") && protocol == \"tcp\"");
    }

    private static String filter(Page page) {
        page.waitForURL(Pattern.compile("protocol"));
        return page.getByTestId("filter").inputValue();
    }

    private static String text(long value) {
        return Long.toString(value);
    }
}
