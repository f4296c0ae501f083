package io.tidemark.aggregator.enrich.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KubernetesConfigTest {
    @Test
    void kubernetesIsNotAskedOutsideOfACluster() {
        assumeThat(KubernetesConfig.TOKEN).doesNotExist();

        assertThat(config(Optional.empty()).asksKubernetes()).isFalse();
    }

    @Test
    void itIsAskedOrNotWhereThatIsSaid() {
        assertThat(config(Optional.of(true)).asksKubernetes()).isTrue();
        assertThat(config(Optional.of(false)).asksKubernetes()).isFalse();
    }

    private static KubernetesConfig config(Optional<Boolean> kubernetes) {
        return new KubernetesConfig() {
            @Override
            public Optional<Boolean> kubernetes() {
                return kubernetes;
            }

            @Override
            public Duration kubernetesMemory() {
                return Duration.ofHours(1);
            }
        };
    }
}
