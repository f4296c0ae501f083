package io.tidemark.bench.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** When capture-service began to read the file: the time of its line "replayed: ... seconds=S" less S. */
final class ReplayLog {
    private static final Pattern LINE = Pattern.compile("^(\\S+ \\S+) .* replayed: .* seconds=([0-9.]+) ");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    private ReplayLog() {}

    /** @throws IOException if the log has no such line: the file was not read to its end */
    static Instant start(Path log) throws IOException {
        for (String line : Files.readAllLines(log)) {
            var match = LINE.matcher(line);
            if (match.find()) {
                var end = LocalDateTime.parse(match.group(1), TIME)
                        .atZone(ZoneId.systemDefault())
                        .toInstant();
                return end.minusMillis((long) (Double.parseDouble(match.group(2)) * 1000));
            }
        }
        throw new IOException(log + " does not say that the file was replayed");
    }
}
