package io.tidemark.aggregator.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final int HEADER = 16;

    @Test
    void openWindowsGetThreeQuartersAndOneThatClosesTheRest() {
        var memory = new Memory(1000);
        var open = new Share(memory);
        var closes = new Share(memory);
        closes.close();

        var most = open.longs((750 - HEADER) / 8);
        var more = open.ints(1);
        boolean counted = open.take(20);
        var rest = closes.ints((240 - HEADER) / 4);

        assertThat(most).isNotNull();
        assertThat(more).isNull();
        assertThat(counted).isFalse();
        assertThat(rest).isNotNull();
        assertThat(memory.used()).isLessThanOrEqualTo(1000);
    }

    @Test
    void theArraysOfAWindowThatIsDoneAreTheNextOnes() {
        var memory = new Memory(10_000);
        var first = new Share(memory);
        var longs = first.longs(100);
        var ints = first.ints(100);
        first.take(50);
        first.end();
        long afterTheFirst = memory.used();
        var second = new Share(memory);

        assertThat(second.longs(100)).isSameAs(longs);
        assertThat(second.ints(100)).isSameAs(ints);
        assertThat(second.ints(100)).isNotSameAs(ints);
        assertThat(afterTheFirst).isZero();
        assertThat(memory.used()).isEqualTo(memory.held());
    }

    @Test
    void whatIsKeptMakesRoomForWhatIsAskedFor() {
        var memory = new Memory(2000);
        var first = new Share(memory);
        first.longs(150);
        first.end();
        long kept = memory.held();
        var second = new Share(memory);

        var other = second.longs(160);

        assertThat(kept).isEqualTo(HEADER + 150 * 8);
        assertThat(other).isNotNull();
        assertThat(memory.held()).isEqualTo(HEADER + 160 * 8);
    }

    @Test
    void anArrayThatWasTooSmallIsNotKept() {
        var memory = new Memory(2000);
        var window = new Share(memory);

        window.drop(window.longs(10));

        assertThat(memory.held()).isZero();
    }

    @Test
    void aWindowThatIsDoneGetsNothing() {
        var window = new Share(Memory.unbounded());
        window.end();

        assertThat(window.longs(1)).isNull();
        assertThat(window.ints(1)).isNull();
        assertThat(window.take(1)).isFalse();
    }

    @Test
    void withoutASettingItIsHalfOfTheHeap() {
        long bytes = configured(Map.of()).memory().bound();

        assertThat(bytes).isEqualTo(Runtime.getRuntime().maxMemory() / 2);
    }

    @Test
    void aSettingThatHoldsNothingIsRefusedWithItsName() {
        assertThat(configured(Map.of("tidemark.aggregator.max-window-memory", "64M"))
                        .memory()
                        .bound())
                .isEqualTo(64L << 20);
        assertThatThrownBy(() -> configured(Map.of("tidemark.aggregator.max-window-memory", "1000"))
                        .memory())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tidemark.aggregator.max-window-memory")
                .hasMessageContaining("1000");
    }

    private static MemoryConfig configured(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(MemoryConfig.class)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withSources(source(settings))
                .build()
                .getConfigMapping(MemoryConfig.class);
    }

    private static ConfigSource source(Map<String, String> settings) {
        return new PropertiesConfigSource(settings, "test", 100);
    }
}
