package io.tidemark.e2e.secure;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.tidemark.e2e.capture.Scenes;
import io.tidemark.e2e.system.Browser;
import io.tidemark.e2e.system.Command;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Tidemark;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** With a login: commands bring a token and are told what is wrong with it; a browser is led to the issuer and back to where it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecureIT {
    private Issuer issuer;
    private Tidemark tidemark;

    @BeforeAll
    void aSystemWithALogin() throws Exception {
        issuer = new Issuer();
        var capture = Scenes.everyday(House.target().resolve("captures"));
        tidemark = Tidemark.start(
                        Tidemark.freshFolder("secure"),
                        List.of(
                                "env",
                                "QUARKUS_OIDC_AUTH_SERVER_URL=" + issuer.address(),
                                "QUARKUS_OIDC_CLIENT_ID=" + Issuer.CLIENT,
                                "QUARKUS_OIDC_CREDENTIALS_SECRET=" + Issuer.SECRET),
                        Tidemark.replay(List.of(capture.file())))
                .awaitReady();
    }

    @AfterAll
    void itStops() throws IOException {
        if (tidemark != null) {
            tidemark.close();
        }
        issuer.close();
    }

    @Test
    void aCommandIsAnsweredWithATokenAndToldWhatIsWrongWithoutOne() throws Exception {
        var good = issuer.token(Instant.now().plusSeconds(300));
        var old = issuer.token(Instant.now().minusSeconds(300));

        var without = Command.ask(tidemark.page(), "top", "host");
        var expired = Command.ask(tidemark.page(), Map.of("TIDEMARK_TOKEN", old), "top", "host");
        var with = Command.ask(tidemark.page(), Map.of("TIDEMARK_TOKEN", good), "top", "host");

        assertThat(without.status()).isEqualTo(1);
        assertThat(without.err()).contains("set TIDEMARK_TOKEN to a token that it takes");
        assertThat(expired.status()).isEqualTo(1);
        assertThat(expired.err()).contains("does not take the token in TIDEMARK_TOKEN");
        assertThat(with.status()).as(with.err()).isZero();
    }

    @Test
    void aBrowserLogsInIsShownWhoItIsAndLogsOut() {
        try (var browser = Browser.start()) {
            var page = browser.open(tidemark.page().resolve("/?view=ledger"));

            page.waitForURL(url -> url.contains("view=ledger") && !url.contains("/login"));
            assertThat(page.locator("tm-account strong").innerText()).isEqualTo("ann");
            assertThat(status(page)).isEqualTo(200);
            Browser.screenshot(page, "secure");

            page.locator("tm-account a").click();
            page.waitForURL(tidemark.page().toString());

            assertThat(status(page)).isEqualTo(401);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void whoIsLimitedToNamespacesIsNeitherShownNorRefusedWhatIsOfAllTraffic() {
        issuer.limitTo(List.of("shop", "till"));
        try (var browser = Browser.start()) {
            var asked = new CopyOnWriteArrayList<String>();
            var refused = new CopyOnWriteArrayList<String>();
            for (var view : List.of("overview", "conversations", "map", "sankey", "heat", "ledger", "status")) {
                var page = browser.open(tidemark.page().resolve("/favicon.svg"));
                page.onResponse(response -> {
                    asked.add(response.url());
                    if (response.status() >= 400) {
                        refused.add(response.status() + " " + response.url());
                    }
                });
                page.navigate(tidemark.page().resolve("/?last=24h&view=" + view).toString());
                page.waitForURL(url -> url.contains("view=" + view) && !url.contains("/login"));

                assertThat(page.locator("tm-account")).containsText("sees shop, till");
                assertThat(page.getByTestId("limited-ledger")).isVisible();
                assertThat(page.getByTestId("live-rate")).hasCount(0);
                assertThat(page.locator("tm-header nav a")).hasCount(6);
                assertThat(page.locator("tm-header nav")).not().containsText("Ledger");
                if (view.equals("ledger")) {
                    assertThat(page.getByTestId("limited")).containsText("you may see a part of it");
                } else if (view.equals("status")) {
                    assertThat(page.getByTestId("status-lag")).isVisible();
                    assertThat(page.getByTestId("status-nodes")).hasCount(0);
                } else {
                    assertThat(page.locator("tm-empty")).containsText("shop, till");
                }
                Browser.screenshot(page, "limited-" + view);
            }

            assertThat(refused).allMatch(answer -> answer.startsWith("401 ")); // before the login
            assertThat(asked).noneMatch(url -> url.matches(".*/api/v1/(ledger|nodes|live).*"));
            assertThat(browser.complaints()).isEmpty();
        } finally {
            issuer.limitTo(null);
        }
    }

    private static int status(Page page) {
        return ((Number) page.evaluate("() => fetch('/api/v1/me').then(answer => answer.status)")).intValue();
    }
}
