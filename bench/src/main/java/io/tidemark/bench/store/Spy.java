package io.tidemark.bench.store;

import io.tidemark.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds out by PostgreSQL's log which statements a question makes, with their values in place. */
final class Spy {
    private static final Pattern EXECUTED = Pattern.compile(
            "LOG: +duration: ([0-9.]+) ms +execute [^:]*: (.*?)\\n(?:\\d{4}-\\d\\d-\\d\\d [^\\n]*?DETAIL: +[Pp]arameters: ([^\\n]*)\\n)?(?=\\d{4}-\\d\\d-\\d\\d )",
            Pattern.DOTALL);
    private static final Pattern VALUE = Pattern.compile("\\$(\\d+) = ('(?:[^']|'')*'|NULL)");

    private final Path log;
    private final Statement statement;

    Spy(Path databaseFolder, EmbeddedDatabase database, Statement statement) {
        this.log = databaseFolder.resolve("postgresql.log");
        this.statement = statement;
    }

    /** The statement that takes longest of those that a question makes. */
    String slowest(Callable<?> question) throws Exception {
        log(true);
        long before = Files.size(log);
        try {
            question.call();
        } finally {
            log(false);
        }
        String slowest = null;
        double longest = 0;
        var matcher = EXECUTED.matcher(since(before) + "9999-12-31 ");
        while (matcher.find()) {
            double took = Double.parseDouble(matcher.group(1));
            var text = matcher.group(2);
            if (took > longest
                    && text.contains("window_start")
                    && !text.startsWith("COPY")
                    && !text.startsWith("INSERT")) {
                longest = took;
                slowest = filled(text, matcher.group(3));
            }
        }
        if (slowest == null) {
            throw new IllegalStateException("the question made no statement; PostgreSQL's log: " + log);
        }
        return slowest;
    }

    private void log(boolean on) throws SQLException, InterruptedException {
        statement.execute("ALTER SYSTEM SET log_min_duration_statement = " + (on ? 0 : -1));
        statement.execute("SELECT pg_reload_conf()");
        Thread.sleep(500); // connections look now and then
    }

    private String since(long position) throws IOException {
        var bytes = Files.readAllBytes(log);
        return new String(bytes, (int) position, bytes.length - (int) position, StandardCharsets.UTF_8);
    }

    private static String filled(String text, String parameters) {
        if (parameters == null) {
            return text;
        }
        var values =
                VALUE.matcher(parameters).results().map(value -> value.group(2)).toList();
        return Pattern.compile("\\$(\\d+)")
                .matcher(text)
                .replaceAll((MatchResult place) ->
                        java.util.regex.Matcher.quoteReplacement(values.get(Integer.parseInt(place.group(1)) - 1)));
    }
}
