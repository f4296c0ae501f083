package io.tidemark.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import io.tidemark.e2e.capture.Capture;
import io.tidemark.e2e.capture.Conversation;
import io.tidemark.e2e.capture.Scenes;
import io.tidemark.e2e.capture.Talk;
import io.tidemark.e2e.capture.Truth;
import io.tidemark.e2e.capture.Volume;
import io.tidemark.e2e.system.Answers;
import io.tidemark.e2e.system.Browser;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Tidemark;
import io.tidemark.e2e.system.Wait;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole system that has traffic of half an hour ago and of the same time yesterday, and a browser before it. Between the two
 * only one conversation differs, which is the largest on both days.
 */
final class TwoDays implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Capture today;
    private final Capture yesterday;
    private final Tidemark tidemark;
    private final Browser browser;

    private TwoDays(Capture today, Capture yesterday, Tidemark tidemark, Browser browser) {
        this.today = today;
        this.yesterday = yesterday;
        this.tidemark = tidemark;
        this.browser = browser;
    }

    static TwoDays start() throws Exception {
        setDefaultAssertionTimeout(30_000);
        var browser = Browser.start();
        var made = House.target().resolve("captures");
        var then = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 10 * 10 - 1800);
        var today = Scenes.dominated(made, "today", then, 1500);
        var yesterday = Scenes.dominated(made, "yesterday", then.minus(Duration.ofDays(1)), 900);
        var files = List.of(today.file(), yesterday.file());
        var tidemark = Tidemark.start(Tidemark.freshFolder("page"), Tidemark.replay(files))
                .awaitReady();
        var days = new TwoDays(today, yesterday, tidemark, browser);
        for (var day : List.of(today, yesterday)) {
            Wait.until(
                    "all of " + day,
                    PATIENCE,
                    () -> days.persisted(day),
                    packets -> packets == day.truth().metered().packets());
        }
        return days;
    }

    private long persisted(Capture day) throws Exception {
        for (var source : tidemark.answers().get("/api/v1/status").path("sources")) {
            var name = source.path("source").asText();
            if (name.startsWith(day.file().getFileName() + "#")) {
                return tidemark.answers()
                        .get("/api/v1/ledger?source=" + name.replace("#", "%23"))
                        .path("persisted")
                        .path("packets")
                        .longValue();
            }
        }
        return 0;
    }

    Answers answers() {
        return tidemark.answers();
    }

    /** What was recorded today. */
    Truth truth() {
        return today.truth();
    }

    /** The largest conversation of today. */
    Map.Entry<Conversation, Conversation.Facts> busiest() {
        return today.truth().conversations().entrySet().stream()
                .max(Comparator.comparing(entry -> entry.getValue().both().frameBytes()))
                .orElseThrow();
    }

    /** The server port with the most TCP traffic today. */
    int busiestPort() {
        var ports = new TreeMap<Integer, Long>();
        today.truth().conversations().forEach((conversation, facts) -> {
            if (conversation.protocol() == Talk.TCP) {
                ports.merge(conversation.serverPort(), facts.both().frameBytes(), Long::sum);
            }
        });
        return Collections.max(ports.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /** What this conversation was yesterday. */
    Volume yesterdayOf(Conversation conversation) {
        return yesterday.truth().conversations().get(conversation).both();
    }

    /** The page with what stands after the question mark, in English. */
    Page open(String query) {
        return browser.open(address(query));
    }

    Page open(String query, NewContextOptions settings) {
        return browser.open(address(query), settings);
    }

    private URI address(String query) {
        return tidemark.page().resolve(query.isEmpty() ? "/" : "/?" + query);
    }

    /** Closes all pages, and tells the uncaught errors that they ever had. */
    List<String> closePages() {
        browser.closePages();
        return browser.complaints();
    }

    @Override
    public void close() throws IOException {
        browser.close();
        tidemark.close();
    }
}
