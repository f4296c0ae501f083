package io.tidemark.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ledger and status: what came, where it went, how fresh and how much there is. */
@ExtendWith(SharedTwoDays.class)
class AccountsIT {
    @Test
    void theEquationsOfTheWindowsAddUpToThatOfTheNode(TwoDays days) {
        var page = days.open("view=ledger&last=1h");
        Views.await(page, "ledger");

        assertThat(sum(page, "ledger-windows", 1))
                .isEqualTo(days.truth().received().packets());
        assertThat(sum(page, "ledger-windows", 2))
                .isEqualTo(days.truth().metered().packets());
        assertThat(sum(page, "ledger-table", 1))
                .isEqualTo(days.truth().received().packets());
        assertThat(page.getByTestId("ledger-windows").locator("td.bad")).hasCount(0);
        assertThat(page.getByTestId("ledger-missing")).hasAttribute("data-value", "0");
    }

    @Test
    void oneNodesWindowsCanBeSeenAlone(TwoDays days) {
        var page = days.open("view=ledger&last=1h");
        Views.await(page, "ledger");
        var node = page.getByTestId("ledger-node").locator("option").nth(1).getAttribute("value");

        page.getByTestId("ledger-node").selectOption(node);

        page.waitForURL(url -> url.contains("node=today.pcap"));
        assertThat(page.getByTestId("ledger-windows").locator("tbody tr").first())
                .isVisible();
        assertThat(sum(page, "ledger-windows", 2))
                .isEqualTo(days.truth().metered().packets());
    }

    @Test
    void theStatusTellsFreshnessSizeLagRetentionAndSources(TwoDays days) {
        var page = days.open("view=status&last=1h");
        Views.await(page, "status");

        assertThat(number(page, "status-freshness")).isBetween(0L, 7200L);
        assertThat(number(page, "status-database")).isGreaterThan(1_000_000L);
        assertThat(number(page, "status-retention")).isEqualTo(6);
        for (var group : List.of("tidemark-aggregator", "tidemark-query")) {
            assertThat(page.locator("tr[data-group=%s] td[data-value='0']".formatted(group)))
                    .hasCount(2);
        }
        assertThat(page.getByTestId("status-sources")).containsText("yesterday.pcap");
        assertThat(page.getByTestId("status-nodes")).containsText("today.pcap");
    }

    private static long number(Page page, String testId) {
        return Long.parseLong(page.getByTestId(testId).getAttribute("data-value"));
    }

    /** Of the numbers in a column. */
    private static long sum(Page page, String testId, int column) {
        return ((Number) page.getByTestId(testId)
                        .locator("tbody tr > :nth-child(" + (column + 1) + ")")
                        .evaluateAll("cells => cells.reduce((sum, cell) => sum + Number(cell.dataset.value), 0)"))
                .longValue();
    }
}
