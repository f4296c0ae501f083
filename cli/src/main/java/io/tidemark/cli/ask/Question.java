package io.tidemark.cli.ask;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is asked of a server: a path under /api/v1 and query parameters. */
final class Question {
    private final String path;
    private final List<Map.Entry<String, String>> parameters = new ArrayList<>();

    Question(String path) {
        this.path = path;
    }

    /** Adds a parameter; null and empty ones are left out. */
    Question with(String name, Object value) {
        if (value != null && !value.toString().isEmpty()) {
            parameters.add(new SimpleImmutableEntry<>(name, value.toString()));
        }
        return this;
    }

    /** The same with another value of one parameter. */
    Question instead(String name, Object value) {
        var other = new Question(path);
        parameters.stream().filter(one -> !one.getKey().equals(name)).forEach(other.parameters::add);
        return other.with(name, value);
    }

    /** The first value of a parameter; empty where there is none. */
    String value(String name) {
        return parameters.stream()
                .filter(one -> one.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** As it stands in the URL, from /api on. */
    String text() {
        var query = parameters.stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return "api/v1/" + path + (query.isEmpty() ? "" : "?" + query);
    }
}
