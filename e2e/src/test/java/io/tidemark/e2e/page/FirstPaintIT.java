package io.tidemark.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import io.tidemark.e2e.system.House;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures how soon something is seen and all is there, in a browser that has not been here before; writes it down, asserts no time. */
@ExtendWith(SharedTwoDays.class)
class FirstPaintIT {
    private static final int ROUNDS = 5;

    static List<String> views() {
        return Views.ALL;
    }

    @ParameterizedTest
    @MethodSource("views")
    void somethingIsPaintedBeforeAnyAnswerIsThere(String view, TwoDays days) throws IOException {
        var paints = new ArrayList<Double>();
        var ready = new ArrayList<Double>();
        for (int i = 0; i < ROUNDS; i++) {
            var page = days.open("view=" + view + "&last=1h", new NewContextOptions().setLocale("en-GB"));
            Views.await(page, view);
            ready.add(number(page, "performance.now()"));
            paints.add(number(page, "performance.getEntriesByName('first-contentful-paint')[0].startTime"));
            page.context().close();
        }

        assertThat(paints).hasSize(ROUNDS).allMatch(paint -> paint > 0);
        var line = "%s: first contentful paint %s ms, all of it %s ms".formatted(view, sorted(paints), sorted(ready));
        System.out.println(line);
        Files.writeString(House.target().resolve("first-paint-" + view + ".txt"), line + "\n");
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }

    private static String sorted(List<Double> values) {
        return values.stream().sorted().map("%.0f"::formatted).collect(Collectors.joining(" "));
    }
}
