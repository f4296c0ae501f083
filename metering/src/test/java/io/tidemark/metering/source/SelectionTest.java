package io.tidemark.metering.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final List<Interface> ALL = List.of(
            new Interface("eth0", 2, true, false, 1),
            new Interface("eth1", 3, false, false, 1),
            new Interface("veth.a", 4, true, false, 1),
            new Interface("lo", 1, true, true, 1));

    @Test
    void aGlobMeansWhatMatchesAndIsUpAndNoLoopback() throws IOException {
        assertThat(select(List.of("*"), List.of())).containsExactly("eth0", "veth.a");
        assertThat(select(List.of("eth?"), List.of())).containsExactly("eth0");
        assertThat(select(List.of("*"), List.of("veth*"))).containsExactly("eth0");
    }

    @Test
    void aNameMeansItselfWhateverItsState() throws IOException {
        assertThat(select(List.of("lo", "eth1"), List.of())).containsExactly("eth1", "lo");
    }

    @Test
    void anUnknownNameIsSaidWithWhatThereIs() {
        assertThatThrownBy(() -> select(List.of("eth7"), List.of()))
                .hasMessage("eth7: no such interface; there are: eth0, eth1 (down), veth.a, lo");
        assertThatThrownBy(() -> select(List.of("wlan*"), List.of())).hasMessageContaining("no interface is left");
    }

    private static List<String> select(List<String> globs, List<String> excluded) throws IOException {
        return new Selection(globs, excluded)
                .require(ALL).stream().map(Interface::name).toList();
    }
}
