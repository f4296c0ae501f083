package io.tidemark.capture.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OldGenerationTest {
    private static final long MIB = 1 << 20;

    @Test
    void isCollectedWhenGarbageHasPiledUpAndTheBrokerHasEverything() {
        assertThat(OldGeneration.isDue(51 * MIB, 40 * MIB, true)).isFalse();
        assertThat(OldGeneration.isDue(52 * MIB, 40 * MIB, true)).isTrue();
    }

    @Test
    void isLeftAloneWhileBatchesWaitForTheBrokerUnlessItIsTooMuch() {
        assertThat(OldGeneration.isDue(54 * MIB, 40 * MIB, false)).isFalse();
        assertThat(OldGeneration.isDue(110 * MIB, 40 * MIB, false)).isTrue();
    }

    @Test
    void mayHoldMoreGarbageWhereMoreLives() {
        assertThat(OldGeneration.isDue(455 * MIB, 400 * MIB, true)).isFalse();
        assertThat(OldGeneration.isDue(457 * MIB, 400 * MIB, true)).isTrue();
    }
}
