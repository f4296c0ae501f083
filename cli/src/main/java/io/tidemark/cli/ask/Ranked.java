package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The largest, page by page, in any form. */
final class Ranked {
    private final Asking command;
    private final Server server;

    Ranked(Asking command, Server server) {
        this.command = command;
        this.server = server;
    }

    /** @param limit rows at most */
    void print(Question question, int limit) throws IOException {
        if (command.common.form() == Form.CSV) {
            csv(question, limit);
            return;
        }
        var paged = Paged.of(server, question, limit);
        var answer = paged.answer();
        var rows = paged.rows();
        if (command.common.form() == Form.JSONL) {
            for (var row : rows) {
                command.out.println(object(answer, row));
            }
        } else {
            command.out.print(table(answer, rows).text(command.terminal));
        }
        command.sayWhatIsMissing(answer);
    }

    /** The server writes it; of the pages that follow the first one, not the header. */
    private void csv(Question question, int limit) throws IOException {
        int left = limit;
        String cursor = null;
        do {
            // JSON knows the cursor; CSV is asked for the same page
            var page = question.instead("cursor", cursor).instead("limit", Math.min(Paged.PAGE, left));
            var text = server.csv(page);
            command.out.print(cursor == null ? text : text.substring(text.indexOf('\n') + 1));
            left -= Paged.PAGE;
            cursor = left > 0 ? server.ask(page).path("next").textValue() : null;
        } while (cursor != null);
    }

    /** A row with its group by name: {"dst.port":"443","value":...}. */
    private static String object(JsonNode answer, JsonNode row) throws IOException {
        var mapper = new ObjectMapper();
        ObjectNode object = mapper.createObjectNode();
        for (int i = 0; i < answer.path("by").size(); i++) {
            object.set(answer.path("by").get(i).asText(), row.path("group").get(i));
        }
        row.properties().stream()
                .filter(field -> !field.getKey().equals("group"))
                .forEach(field -> object.set(field.getKey(), field.getValue()));
        return mapper.writeValueAsString(object);
    }

    private static Grid table(JsonNode answer, List<JsonNode> rows) {
        boolean sum = !answer.path("total").isNull()
                && rows.stream().noneMatch(row -> row.path("share").isNull());
        boolean compared = !answer.path("earlier").isNull() && answer.has("earlier");
        var head = new ArrayList<String>();
        var numbers = new ArrayList<Boolean>();
        int dimensions = Math.max(1, answer.path("by").size());
        for (int i = 0; i < dimensions; i++) {
            head.add(answer.path("by").isEmpty() ? "" : answer.path("by").get(i).asText());
            numbers.add(false);
        }
        column(head, numbers, answer.path("metric").asText());
        if (sum) {
            column(head, numbers, "share");
        }
        if (compared) {
            column(head, numbers, "earlier");
            column(head, numbers, "change");
        }
        column(head, numbers, "packets");
        column(head, numbers, "flows");
        var grid = new Grid(head, numbers);
        for (var row : rows) {
            grid.add(line(answer, row, dimensions, sum, compared));
        }
        grid.add(whole("other", answer.path("other"), answer.path("earlier_other"), answer, dimensions, sum, compared));
        grid.add(whole("total", answer.path("total"), answer.path("earlier_total"), answer, dimensions, sum, compared));
        return grid;
    }

    private static void column(List<String> head, List<Boolean> numbers, String name) {
        head.add(name);
        numbers.add(true);
    }

    private static List<String> line(JsonNode answer, JsonNode row, int dimensions, boolean sum, boolean compared) {
        var cells = new ArrayList<String>();
        if (dimensions == 1) {
            cells.add(row.path("name").asText());
        } else {
            StreamSupport.stream(row.path("group").spliterator(), false)
                    .map(value -> value.asText().isEmpty() ? "(none)" : value.asText())
                    .forEach(cells::add);
        }
        values(cells, row.path("value"), row.path("earlier"), answer, sum, compared);
        cells.add(Words.amount(row.path("packets").asLong(), "packets"));
        cells.add(Words.amount(row.path("flows").asLong(), "flows"));
        return cells;
    }

    private static List<String> whole(
            String name,
            JsonNode value,
            JsonNode before,
            JsonNode answer,
            int dimensions,
            boolean sum,
            boolean compared) {
        var cells = new ArrayList<>(List.of(name));
        for (int i = 1; i < dimensions; i++) {
            cells.add("");
        }
        values(cells, value, before, answer, sum, compared);
        cells.add("");
        cells.add("");
        return cells;
    }

    private static void values(
            List<String> cells, JsonNode value, JsonNode before, JsonNode answer, boolean sum, boolean compared) {
        var unit = answer.path("unit").asText();
        cells.add(value.isNumber() ? Words.amount(value.asLong(), unit) : "-");
        if (sum) {
            long total = answer.path("total").asLong();
            cells.add(total == 0 ? "" : Words.share((double) value.asLong() / total));
        }
        if (compared) {
            boolean known =
                    before.isNumber() && answer.at("/earlier/recorded_from").isTextual();
            cells.add(known ? Words.amount(before.asLong(), unit) : "-");
            cells.add(known && value.isNumber() ? Words.change(value.asLong(), before.asLong()) : "");
        }
    }
}
