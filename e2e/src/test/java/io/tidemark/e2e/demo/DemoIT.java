package io.tidemark.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.system.Browser;
import io.tidemark.e2e.system.Command;
import io.tidemark.e2e.system.Tidemark;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code tidemark demo}: the recorded sample, played as if it were now. */
class DemoIT {
    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void thePageShowsTrafficWithin30SecondsOfTheServicesStart() throws Exception {
        try (var browser = Browser.start();
                var tidemark = Tidemark.start(Tidemark.freshFolder("demo"), List.of("demo"))) {
            tidemark.awaitOpen();
            var page = browser.open(tidemark.page()); // each wait below lasts 30 s at most

            assertThat(Browser.value(page, "live-rate", null)).isPositive();
            assertThat(Browser.value(page, "top-table", null)).isPositive();
            assertThat(Browser.value(page, "ledger-received-packets", null)).isPositive();
            Browser.value(page, "ledger-unexplained", 0L);
            Browser.screenshot(page, "page-demo");
            assertThat(browser.complaints()).isEmpty();
            theCommandLineFollowsWindowsAsTheyComeIn(tidemark);
        }
    }

    private static void theCommandLineFollowsWindowsAsTheyComeIn(Tidemark tidemark) throws IOException {
        var observe = Command.start(tidemark.page(), "observe", "--follow", "--format", "csv");
        try (var lines = observe.inputReader()) {
            assertThat(lines.readLine()).startsWith("window,protocol,client,server,");
            var windows = new HashSet<String>();
            while (windows.size() < 3) {
                windows.add(lines.readLine().split(",")[0]);
            }
        } finally {
            observe.destroy();
        }
    }
}
