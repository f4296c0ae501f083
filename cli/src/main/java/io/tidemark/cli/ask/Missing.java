package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;

/** What a node did not report. */
final class Missing {
    private Missing() {}

    /** Which windows, why that is, and how it is now; of a node of which some are missing. */
    static String of(JsonNode node) {
        long windows = node.path("missing_windows").asLong();
        return "%s without it, last at %s: it was silent for longer than the aggregator waits; %s"
                .formatted(
                        windows == 1 ? "1 window was closed" : Words.exact(windows) + " windows were closed",
                        Words.time(node.path("last_missing").asText()),
                        switch (node.path("state").asText()) {
                            case "current" -> "it reports again";
                            case "missing" -> "it does not report now";
                            default -> "nobody waits for it any more";
                        });
    }
}
