package io.tidemark.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Java sources of the three services, as text. Charts and dashboards name metrics and configuration keys; the names are
 * declared there and nowhere else, and starting the services to ask them is the job of the tests of the whole.
 */
final class ServiceSources {
    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

    private ServiceSources() {}

    /** @param service {@code capture}, {@code aggregator} or {@code query} */
    static String of(String service) {
        return TEXTS.computeIfAbsent(service, ServiceSources::read);
    }

    private static String read(String service) {
        try (Stream<Path> files = Files.walk(Path.of("..", service + "-service", "src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ServiceSources::text)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
