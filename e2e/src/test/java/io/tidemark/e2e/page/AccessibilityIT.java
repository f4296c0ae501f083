package io.tidemark.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** axe-core finds nothing against WCAG 2.2 AA in any view, light and dark, wide and at 360 px, where nothing sticks out either. */
@ExtendWith(SharedTwoDays.class)
class AccessibilityIT {
    private static final String AXE = """
            async () => {
              const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
              return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.flat().join(' ')).join(', ')}`);
            }""";

    static Stream<Arguments> looks() {
        return Views.ALL.stream()
                .flatMap(view -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                        .flatMap(scheme -> Stream.of(1360, 360).map(width -> Arguments.of(view, scheme, width))));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void axeFindsNothing(String view, ColorScheme scheme, int width, TwoDays days) throws IOException {
        var page = days.open(
                "view=" + view + "&last=1h&compare=1d&help=on",
                new NewContextOptions()
                        .setLocale("en-GB")
                        .setColorScheme(scheme)
                        .setViewportSize(width, 800));
        Views.await(page, view);
        if (view.equals("conversations")) {
            page.getByTestId("conversation").locator("button").first().click();
            page.getByTestId("details-now").waitFor();
        }

        // all of it, so that nothing lies under the strip that sticks to the lower edge of the window
        page.setViewportSize(width, (int) page.evaluate("document.documentElement.scrollHeight") + 600);
        Views.await(page, view);

        assertThat(violations(page)).isEmpty();
        assertThat((int) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .as("px that stick out")
                .isNotPositive();
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations(Page page) throws IOException {
        try (var script = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<String>) page.evaluate(AXE);
    }
}
