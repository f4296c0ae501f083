package io.tidemark.e2e.secure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import io.tidemark.e2e.capture.Scenes;
import io.tidemark.e2e.system.Browser;
import io.tidemark.e2e.system.Command;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Tidemark;
import io.tidemark.e2e.system.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A real Keycloak with the realm of {@code k8s/keycloak}, and query-service as {@code k8s/keycloak/values.yaml} has the chart tell it. Keycloak is
 * 160 MB, so it is not fetched for this alone: {@code -Dtidemark.keycloak=FOLDER} says where its distribution
 * ({@code org.keycloak:keycloak-quarkus-dist:zip} of Maven's repositories) was unpacked.
 */
@EnabledIfSystemProperty(
        named = "tidemark.keycloak",
        matches = ".+",
        disabledReason = "SKIPPED: -Dtidemark.keycloak=FOLDER says where a Keycloak is")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Keycloak keycloak;
    private Tidemark tidemark;

    @BeforeAll
    void aSystemWithKeycloak() throws Exception {
        keycloak = new Keycloak(Path.of(System.getProperty("tidemark.keycloak")));
        var capture = Scenes.everyday(House.target().resolve("captures"));
        var access = Keycloak.values();
        tidemark = Tidemark.start(
                        Tidemark.freshFolder("keycloak"),
                        List.of(
                                "env",
                                "QUARKUS_OIDC_AUTH_SERVER_URL=" + keycloak.issuer(),
                                "QUARKUS_OIDC_CLIENT_ID="
                                        + access.path("clientId").asText(),
                                "QUARKUS_OIDC_CREDENTIALS_SECRET=" + Keycloak.SECRET,
                                "QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH="
                                        + access.path("rolesClaim").asText(),
                                "TIDEMARK_QUERY_ACCESS_NAMESPACES_CLAIM="
                                        + access.path("namespacesClaim").asText(),
                                "TIDEMARK_QUERY_ACCESS_NAMESPACES_REQUIRED="
                                        + access.path("namespacesRequired").asText()),
                        Tidemark.replay(List.of(capture.file())))
                .awaitReady();
    }

    @AfterAll
    void itStops() throws IOException {
        if (tidemark != null) {
            tidemark.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void whoIsInTheNetworkTeamSeesEverything() throws IOException {
        try (var browser = Browser.start()) {
            var page = logIn(browser, "ann");

            page.waitForURL(tidemark.page().toString() + "*");
            assertThat(page.locator("tm-account strong").innerText()).isEqualTo("ann");
            assertThat(answer(page, "/api/v1/me"))
                    .isEqualTo(
                            JSON.readTree(
                                    "{\"login\":true,\"name\":\"ann\",\"roles\":[\"viewer\",\"operator\"],\"namespaces\":null}"));
            assertThat(status(page, "/api/v1/nodes")).isEqualTo(200);
            Browser.screenshot(page, "keycloak");

            page.locator("tm-account a").click();
            // Back at the page, which nobody is logged in at, and on to Keycloak, which has forgotten her too.
            page.locator("#password").waitFor();
        }
    }

    @Test
    void whoIsInTheShopTeamSeesItsNamespacesAlone() throws IOException {
        try (var browser = Browser.start()) {
            var page = logIn(browser, "bob");

            page.waitForURL(tidemark.page().toString() + "*");
            var me = answer(page, "/api/v1/me");
            assertThat(me.path("roles").toString()).isEqualTo("[\"viewer\"]");
            assertThat(me.path("namespaces").toString()).isEqualTo("[\"shop\",\"shop-staging\"]");
            assertThat(status(page, "/api/v1/nodes")).isEqualTo(403);
        }
    }

    @Test
    void whoIsInNoGroupSeesNothing() {
        try (var browser = Browser.start()) {
            var page = logIn(browser, "carl");

            page.waitForURL(url -> url.startsWith(tidemark.page().toString()));
            assertThat(status(page, "/api/v1/status")).isEqualTo(403);
        }
    }

    @Test
    void aCommandLogsInWithACodeThatIsTypedElsewhere() throws Exception {
        var device = keycloak.post("auth/device", Map.of("client_id", "tidemark-cli"));
        try (var browser = Browser.start()) {
            var page = browser.open(
                    URI.create(device.path("verification_uri_complete").asText()));
            type(page, "ann");
            page.locator("[name=accept]").click();
            page.waitForLoadState();
        }

        var token = Wait.until(
                "a token for the device",
                Duration.ofSeconds(60),
                () -> keycloak.post(
                                "token",
                                Map.of(
                                        "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                                        "client_id", "tidemark-cli",
                                        "device_code",
                                                device.path("device_code").asText()))
                        .path("access_token")
                        .asText(),
                text -> !text.isEmpty());
        var top = Command.ask(tidemark.page(), Map.of("TIDEMARK_TOKEN", token), "top", "host");

        assertThat(top.status()).as(top.err()).isZero();
    }

    private Page logIn(Browser browser, String name) {
        var page = browser.open(tidemark.page().resolve("/login"));
        type(page, name);
        return page;
    }

    private static void type(Page page, String name) {
        page.locator("#username").fill(name);
        page.locator("#password").fill(Keycloak.PASSWORD);
        page.locator("#kc-login").click();
    }

    private static int status(Page page, String path) {
        return ((Number) page.evaluate("path => fetch(path).then(answer => answer.status)", path)).intValue();
    }

    private static JsonNode answer(Page page, String path) throws IOException {
        return JSON.readTree((String) page.evaluate("path => fetch(path).then(answer => answer.text())", path));
    }
}
