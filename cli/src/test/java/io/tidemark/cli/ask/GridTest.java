package io.tidemark.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see: columns, numbers, colours. */
class GridTest {
    private static final Terminal PIPE = Terminal.of(false, Map.of("TERM", "xterm", "COLUMNS", "20"));

    @Test
    void textStandsLeftAndNumbersRightAsWideAsTheyMustBe() {
        var grid = grid();

        assertThat(grid.text(PIPE)).isEqualTo("""
                name                 bytes
                shop/cart           1.2 GB
                a-rather-long-name    12 B
                """);
    }

    @Test
    void aNarrowTerminalCutsTextNeverNumbers() {
        var text = grid().text(new Terminal(true, false, 20));

        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(20));
        assertThat(text).contains("1.2 GB", "a-rather-lo…");
    }

    @Test
    void coloursAreForTerminalsThatNobodyHasForbiddenThem() {
        assertThat(Terminal.of(true, Map.of("TERM", "xterm", "COLUMNS", "99"))).isEqualTo(new Terminal(true, true, 99));
        assertThat(Terminal.of(true, Map.of("TERM", "xterm", "NO_COLOR", "1", "COLUMNS", "99"))
                        .colours())
                .isFalse();
        assertThat(Terminal.of(true, Map.of("TERM", "dumb", "COLUMNS", "99")).colours())
                .isFalse();
        assertThat(PIPE).isEqualTo(new Terminal(false, false, Integer.MAX_VALUE));
        assertThat(grid().text(new Terminal(true, true, 80))).startsWith("\033[1mname");
    }

    @ParameterizedTest
    @CsvSource({
        "0, bytes, 0 B",
        "999, bytes, 999 B",
        "1234, bytes, 1.23 kB",
        "1234567890, bytes, 1.23 GB",
        "45600, packets, 45.6 k",
        "7, flows, 7",
        "1500, nanoseconds, 1.5 µs",
        "23456789, nanoseconds, 23.46 ms",
        "1200000000, nanoseconds, 1.20 s",
    })
    void numbersHaveUnits(long value, String unit, String text) {
        assertThat(Words.amount(value, unit)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "112, 100, +12 %",
        "97, 100, -3.0 %",
        "99999, 100000, =",
        "5000000, 1000, '+499,900 %'",
        "5, 0, new",
        "0, 0, =",
        "4, 4, =",
        "0, 4, gone"
    })
    void changeIsToldInPercent(long now, long before, String text) {
        assertThat(Words.change(now, before)).isEqualTo(text);
    }

    private static Grid grid() {
        var grid = new Grid(List.of("name", "bytes"), List.of(false, true));
        grid.add(List.of("shop/cart", "1.2 GB"));
        grid.add(List.of("a-rather-long-name", "12 B"));
        return grid;
    }
}
