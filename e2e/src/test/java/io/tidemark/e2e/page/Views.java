package io.tidemark.e2e.page;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;

/** The page's views, and how to tell that one shows what it has. */
final class Views {
    private static final Map<String, String> SHOWS = Map.of(
            "overview", "[data-testid=chart][data-drawn], [data-testid=top-table]",
            "conversations", "[data-testid=conversation]",
            "map", "[data-testid=map][data-drawn]",
            "sankey", "[data-testid=sankey][data-drawn]",
            "heat", "[data-testid=heat][data-drawn]",
            "ledger", "[data-testid=ledger-windows]",
            "status", "[data-testid=status-nodes]");

    static final List<String> ALL = List.of("overview", "conversations", "map", "sankey", "heat", "ledger", "status");

    private Views() {}

    /** Waits until the view shows something, and the strip under it. */
    static void await(Page page, String view) {
        for (var part : SHOWS.get(view).split(", ")) {
            page.locator(part).first().waitFor();
        }
        page.getByTestId("ledger-unexplained").waitFor();
    }
}
