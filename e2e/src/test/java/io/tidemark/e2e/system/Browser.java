package io.tidemark.e2e.system;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Debian's Chromium, or that of the environment variable CHROMIUM, driven by Playwright. It talks to nobody but the page. */
public final class Browser implements AutoCloseable {
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final int PATIENCE = 30_000; // ms

    private final Playwright playwright;
    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();

    private Browser(Playwright playwright, BrowserContext context) {
        this.playwright = playwright;
        this.context = context;
    }

    /** Skips the test, saying so, where there is no Chromium. */
    public static Browser start() {
        var chromium = Stream.of(
                        Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"),
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                chromium.isPresent(), "SKIPPED: no /usr/bin/chromium here; set CHROMIUM, or apt-get install chromium");
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            var context = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium.get())
                            .setArgs(QUIET))
                    .newContext(new NewContextOptions()
                            .setLocale("en-GB")
                            .setTimezoneId("UTC")
                            .setViewportSize(1360, 900));
            context.setDefaultTimeout(PATIENCE);
            return new Browser(playwright, context);
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** Opens a page and listens for its errors. */
    public Page open(URI address) {
        return open(context, address);
    }

    /** Opens a page as somebody with these settings sees it, who has not been here before. */
    public Page open(URI address, NewContextOptions settings) {
        var other = context.browser().newContext(settings.setTimezoneId("UTC"));
        other.setDefaultTimeout(PATIENCE);
        return open(other, address);
    }

    private Page open(BrowserContext where, URI address) {
        var page = where.newPage();
        page.onPageError(complaints::add);
        page.navigate(address.toString());
        return page;
    }

    /** Closes all pages: each holds a stream open, and a browser opens six connections to a server at most. */
    public void closePages() {
        for (var one : context.browser().contexts()) {
            List.copyOf(one.pages()).forEach(Page::close);
        }
    }

    /** Uncaught errors of all pages so far. */
    public List<String> complaints() {
        return complaints;
    }

    /** Waits until the element with this {@code data-testid} has a {@code data-value}, any or, if given, exactly this. */
    public static long value(Page page, String testId, Long wanted) {
        var condition = wanted == null ? "[data-value]:not([data-value=''])" : "[data-value='%d']".formatted(wanted);
        var element = page.locator("[data-testid='%s']".formatted(testId))
                .and(page.locator(condition))
                .first();
        try {
            element.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        } catch (TimeoutError e) {
            var there = page.locator("[data-testid='%s']".formatted(testId));
            throw new AssertionError("%s should have data-value %s, but is %s"
                    .formatted(
                            testId,
                            wanted,
                            there.count() == 0 ? "not there" : there.first().getAttribute("data-value")));
        }
        return Long.parseLong(element.getAttribute("data-value"));
    }

    /** Saves what one sees, for people: under e2e/target. */
    public static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(House.target().resolve(name + ".png"))
                .setFullPage(true));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
