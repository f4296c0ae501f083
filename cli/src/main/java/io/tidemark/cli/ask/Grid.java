package io.tidemark.cli.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lines of cells in columns, as wide as they must be; where the terminal is narrower, text gives way to numbers. */
final class Grid {
    private static final int GAP = 2;
    private static final int NARROWEST = 8;

    private final List<String> head;
    private final List<Boolean> numbers;
    private final List<List<String>> lines = new ArrayList<>();

    /**
     * @param head    names of the columns
     * @param numbers whether a column is of numbers, which stand right
     */
    Grid(List<String> head, List<Boolean> numbers) {
        this.head = head;
        this.numbers = numbers;
    }

    void add(List<String> cells) {
        lines.add(cells);
    }

    /** The lines as they are shown, a line of names first. */
    String text(Terminal terminal) {
        var widths = widths(terminal.width());
        var text = new StringBuilder(terminal.bold(line(head, widths))).append('\n');
        lines.forEach(cells -> text.append(line(cells, widths)).append('\n'));
        return text.toString();
    }

    private int[] widths(int most) {
        var widths = IntStream.range(0, head.size()).map(this::widest).toArray();
        int excess = IntStream.of(widths).sum() + GAP * (widths.length - 1);
        while (excess > most) {
            int widest = IntStream.range(0, widths.length)
                    .filter(i -> !numbers.get(i) && widths[i] > NARROWEST)
                    .reduce((a, b) -> widths[a] >= widths[b] ? a : b)
                    .orElse(-1);
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private int widest(int column) {
        return lines.stream().mapToInt(cells -> length(cells.get(column))).reduce(length(head.get(column)), Math::max);
    }

    private String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            var cell = cut(cells.get(i), widths[i]);
            var room = " ".repeat(Math.max(0, widths[i] - length(cell)));
            line.append(i == 0 ? "" : " ".repeat(GAP)).append(numbers.get(i) ? room + cell : cell + room);
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String cell, int width) {
        return length(cell) <= width ? cell : cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
