package io.tidemark.aggregator.enrich.networks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;

/**
 * Reads a file of networks: UTF-8, one a line, as {@link Network#parse} says; empty lines and what follows a {@code #} do not
 * count.
 */
final class NetworksFile {
    private static final int TOLD = 10;

    private NetworksFile() {}

    /** @throws IOException naming the first wrong lines by number; a file with one wrong line is wrong as a whole */
    static NetworkTable read(Path path) throws IOException {
        var networks = new ArrayList<Network>();
        var wrong = new ArrayList<String>();
        var lines = new HashMap<String, Integer>();
        int number = 0;
        for (var line : Files.readAllLines(path)) {
            number++;
            int comment = line.indexOf('#');
            var text = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (text.isEmpty()) {
                continue;
            }
            try {
                var network = Network.parse(text);
                var before = lines.putIfAbsent(network.prefix() + "/" + network.length(), number);
                if (before != null) {
                    throw new IllegalArgumentException("the prefix is on line %d already".formatted(before));
                }
                networks.add(network);
            } catch (IllegalArgumentException e) {
                wrong.add("line %d: %s".formatted(number, e.getMessage()));
            }
        }
        if (!wrong.isEmpty()) {
            var first = String.join("; ", wrong.subList(0, Math.min(TOLD, wrong.size())));
            throw new IOException("%d wrong lines: %s".formatted(wrong.size(), first));
        }
        return new NetworkTable(networks);
    }
}
