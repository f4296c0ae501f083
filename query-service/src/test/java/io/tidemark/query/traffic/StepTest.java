package io.tidemark.query.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.problem.TooExpensive;
import io.tidemark.query.range.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"10, 10", "10s, 10", "5m, 300", "1h, 3600", "2d, 172800", "PT1M, 60"})
    void readsSecondsUnitsAndIso(String text, long seconds) {
        assertThat(Step.parse(text, 10)).isEqualTo(new Step(seconds));
    }

    @ParameterizedTest
    @CsvSource({"15", "-10s", "PT0S", "soon", "10w", "99999999999999999999"})
    void refusesWhatIsNoMultipleOfTheWindow(String text) {
        assertThatThrownBy(() -> Step.parse(text, 10)).isInstanceOf(MalformedParameter.class);
    }

    @ParameterizedTest
    @CsvSource({"PT1H, 10, 10", "PT24H, 10, 300", "PT24H, 60, 300", "PT24H, 7, 301", "P30D, 10, 7200", "PT10S, 10, 10"})
    void theFinestStepThatFitsIsAMultipleOfTheWindow(Duration range, long window, long seconds) {
        assertThat(Step.fitting(range(range), 400, window)).isEqualTo(new Step(seconds));
    }

    @Test
    void centuriesFitToo() {
        var step = Step.fitting(range(Duration.ofDays(200 * 365)), 400, 10);

        assertThat(step.points(range(Duration.ofDays(200 * 365)))).isLessThanOrEqualTo(400);
    }

    @Test
    void aStepThatIsTooFineIsTooExpensive() {
        assertThatThrownBy(() -> new Step(10).within(range(Duration.ofDays(1)), 400))
                .isInstanceOf(TooExpensive.class);
    }

    @Test
    void stepsAreAlignedAndCoverTheRange() {
        var range = new Range(NOON.plusSeconds(50), NOON.plusSeconds(121), List.of());

        assertThat(new Step(60).times(range)).containsExactly(NOON, NOON.plusSeconds(60), NOON.plusSeconds(120));
    }

    @Test
    void stepsBefore1970AreAlignedToo() {
        var range = new Range(Instant.parse("1969-12-31T23:59:30Z"), Instant.parse("1970-01-01T00:00:30Z"), List.of());

        assertThat(new Step(60).times(range)).containsExactly(Instant.parse("1969-12-31T23:59:00Z"), Instant.EPOCH);
    }

    private static Range range(Duration length) {
        return new Range(NOON, NOON.plus(length), List.of());
    }
}
