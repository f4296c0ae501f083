package io.tidemark.aggregator.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What cannot work is refused with the reason and the cure. */
class WindowConfigTest {
    @Test
    void latenessShorterThanAWindowIsRefused() {
        assertThatThrownBy(() -> new Lateness(Duration.ofSeconds(5)).limits())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed-lateness is PT5S")
                .hasMessageContaining("say 10s or more");
        assertThat(new Lateness(Duration.ofSeconds(10)).limits().allowedLatenessMillis())
                .isEqualTo(10_000);
    }

    private record Lateness(Duration allowedLateness) implements WindowConfig {
        @Override
        public int maxOpenWindows() {
            return 64;
        }
    }
}
