package io.tidemark.query.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a login nobody but this machine gets in, unless somebody said so. */
class ExposureTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "no-such-host.invalid"})
    void anAddressThatOthersCanReachIsRefusedWithTheCure(String host) {
        var exposure = new Exposure(() -> false);

        assertThatThrownBy(() -> exposure.customizeHttpServer(new HttpServerOptions().setHost(host)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("quarkus.http.host is " + host)
                .hasMessageContaining("quarkus.oidc.auth-server-url")
                .hasMessageContaining("tidemark.query.insecure");
        assertThatThrownBy(() -> exposure.customizeHttpsServer(new HttpServerOptions().setHost(host)))
                .isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.8.8.8"})
    void loopbackIsServed(String host) {
        assertThatCode(() -> new Exposure(() -> false).customizeHttpServer(new HttpServerOptions().setHost(host)))
                .doesNotThrowAnyException();
    }

    @Test
    void whoIsToldToBeInsecureIs() {
        assertThatCode(() -> new Exposure(() -> true).customizeHttpServer(new HttpServerOptions().setHost("0.0.0.0")))
                .doesNotThrowAnyException();
        assertThat(Exposure.isLoopback(null)).isFalse();
    }
}
