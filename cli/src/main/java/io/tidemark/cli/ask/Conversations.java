package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Conversations of one window after the other, in any form. */
final class Conversations {
    private static final List<String> HEAD = List.of(
            "window (UTC)",
            "proto",
            "client",
            "server",
            "packets>",
            "<packets",
            "bytes>",
            "<bytes",
            "application",
            "again");
    private static final List<Boolean> NUMBERS =
            List.of(false, false, false, false, true, true, true, true, false, true);
    private static final List<String> CSV = List.of(
            "window",
            "protocol",
            "client",
            "server",
            "server_port",
            "application",
            "flows",
            "forward.packets",
            "forward.bytes",
            "reverse.packets",
            "reverse.bytes",
            "retransmitted_packets");

    private final Asking command;
    private final ObjectMapper mapper = new ObjectMapper();
    private boolean begun;

    Conversations(Asking command) {
        this.command = command;
    }

    /** @param more how many the window has beside these */
    void print(Instant window, List<JsonNode> rows, long more) throws IOException {
        switch (command.common.form()) {
            case TABLE -> table(window, rows, more);
            case JSONL -> {
                for (var row : rows) {
                    var object = mapper.createObjectNode().put("window", window.toString());
                    command.out.println(mapper.writeValueAsString(object.setAll((ObjectNode) row)));
                }
            }
            case CSV -> csv(window, rows);
        }
        begun = true;
    }

    private void table(Instant window, List<JsonNode> rows, long more) {
        var grid = new Grid(HEAD, NUMBERS);
        var time = Words.time(window.toString());
        for (var row : rows) {
            int port = row.path("server_port").asInt();
            var server = row.path("server").asText();
            long again = row.path("retransmitted_packets").asLong();
            grid.add(List.of(
                    time,
                    row.path("protocol").asText(),
                    row.path("client").asText(),
                    port == 0 ? server : (server.contains(":") ? "[" + server + "]" : server) + ":" + port,
                    Words.amount(row.at("/forward/packets").asLong(), "packets"),
                    Words.amount(row.at("/reverse/packets").asLong(), "packets"),
                    Words.amount(row.at("/forward/bytes").asLong(), "bytes"),
                    Words.amount(row.at("/reverse/bytes").asLong(), "bytes"),
                    row.path("application").asText(),
                    again == 0 ? "" : Long.toString(again)));
        }
        var text = grid.text(command.terminal);
        command.out.print(begun ? text.substring(text.indexOf('\n') + 1) : text);
        if (more > 0) {
            command.out.println(command.terminal.dim("%s  and %d more".formatted(time, more)));
        }
    }

    private void csv(Instant window, List<JsonNode> rows) {
        if (!begun) {
            command.out.println(String.join(",", CSV).replace('.', '_'));
        }
        for (var row : rows) {
            command.out.println(CSV.stream()
                    .map(name -> name.equals("window")
                            ? window.toString()
                            : row.at("/" + name.replace('.', '/')).asText())
                    .collect(Collectors.joining(","))); // none of these has a comma in it
        }
    }
}
