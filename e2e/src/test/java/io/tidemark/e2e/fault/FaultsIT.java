package io.tidemark.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.system.Tidemark;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A round of {@code ./tidemark faults} in which all that matters most goes wrong. */
class FaultsIT {
    @Test
    void whateverDiesTheRowsAreThoseOfAReplayInWhichNothingDoes() throws Exception {
        var folder = Tidemark.freshFolder("faults");
        var captures = Faults.captures(folder);
        var worst = List.of(
                new Fault(Fault.Kind.PAUSE, "aggregator-1", 2_000, 12_000),
                new Fault(Fault.Kind.KILL, "aggregator-2", 5_000, 0),
                new Fault(Fault.Kind.CRASH, Pipeline.BROKER, 8_000, 3_000),
                new Fault(Fault.Kind.CRASH, Fault.DATABASE, 10_000, 2_000),
                new Fault(Fault.Kind.KILL, "capture-1", 12_000, 0),
                new Fault(Fault.Kind.KILL, Pipeline.QUERY, 13_000, 0));

        var without = Round.run(Files.createDirectories(folder.resolve("without")), captures, List.of());
        var with = Round.run(Files.createDirectories(folder.resolve("with")), captures, worst);

        assertThat(without.equation()).isEqualTo(Round.truth(captures));
        assertThat(with.equation()).isEqualTo(without.equation());
        assertThat(with.dump()).isEqualTo(without.dump());
    }
}
