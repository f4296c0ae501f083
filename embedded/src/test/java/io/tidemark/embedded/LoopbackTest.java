package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LoopbackTest {
    @Test
    void givesThePortThatIsWantedIfItIsFree() {
        var free = Loopback.freePort();

        assertThat(Loopback.freePort(free)).isEqualTo(free);
    }

    @Test
    void givesAnotherPortIfTheWantedOneIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral(Loopback.HOST))) {
            assertThat(Loopback.freePort(taken.getLocalPort())).isPositive().isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void seesAPortThatIsTakenOnAllAddresses() throws IOException {
        try (var taken = new ServerSocket(0)) {
            assertThat(Loopback.isFree(taken.getLocalPort())).isFalse();
        }
    }
}
