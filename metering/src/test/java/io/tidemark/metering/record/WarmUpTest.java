package io.tidemark.metering.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void endsOnceItIsNotWanted() {
        var turns = new AtomicInteger();

        WarmUp.run(() -> turns.incrementAndGet() > 3);

        assertThat(turns).hasValue(4); // and no more
    }
}
