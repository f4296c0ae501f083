package io.tidemark.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LedgerReportTest {
    private static final String BALANCED = """
            {"from": "2009-01-01T00:00:00Z", "complete": true, "received": {"packets": 3, "bytes": 300},
             "persisted": {"packets": 2, "bytes": 240}, "other": {"not_ip": {"packets": 1, "bytes": 60}},
             "unexplained": {"packets": 0, "bytes": 0}, "windows": 1, "flows": 1, "nodes": []}
            """;

    @Test
    void holdsTheEquationAndNothingElse() throws IOException {
        var report = LedgerReport.parse(BALANCED);

        assertThat(report.balances()).isTrue();
        assertThat(report.json())
                .hasToString("{\"received\":{\"packets\":3,\"bytes\":300},\"persisted\":{\"packets\":2,\"bytes\":240},"
                        + "\"other\":{\"not_ip\":{\"packets\":1,\"bytes\":60}},"
                        + "\"unexplained\":{\"packets\":0,\"bytes\":0},\"windows\":1,\"flows\":1}");
    }

    @Test
    void doesNotBalanceWhenOnlyBytesAreMissing() throws IOException {
        var report = LedgerReport.parse(
                BALANCED.replace("{\"packets\": 0, \"bytes\": 0}", "{\"packets\": 0, \"bytes\": -1}"));

        assertThat(report.balances()).isFalse();
    }

    @Test
    void refusesAnAnswerThatIsNoLedger() {
        assertThatThrownBy(() -> LedgerReport.parse("{\"received\": {}}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("persisted");
    }
}
