package io.tidemark.query.access;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Without a login the service listens on loopback alone, unless it was told otherwise: it refuses to start before anybody can connect. */
@ApplicationScoped
public class Exposure implements HttpServerOptionsCustomizer {
    private static final Logger LOG = Logger.getLogger(Exposure.class);

    private final ExposureConfig config;

    Exposure(ExposureConfig config) {
        this.config = config;
    }

    /** Before anything else starts, so that nothing else is said. */
    void start(@Observes @Priority(1) StartupEvent event) {
        check(ConfigProvider.getConfig().getValue("quarkus.http.host", String.class));
        LOG.infof(
                "login=%s",
                Login.isOn() ? "on" : config.insecure() ? "off, told to be insecure" : "off, loopback only");
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        check(options.getHost());
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        check(options.getHost());
    }

    private void check(String host) {
        if (!Login.isOn() && !config.insecure() && !isLoopback(host)) {
            throw new ConfigurationException(refusal(host));
        }
    }

    static String refusal(String host) {
        return """
                quarkus.http.host is %s, which others can reach, and there is no login: everybody who can connect would see all traffic. \
                Set quarkus.oidc.auth-server-url and quarkus.oidc.client-id (docs/how-to/secure.md), or quarkus.http.host to 127.0.0.1, \
                or, if only those can connect who may see everything, tidemark.query.insecure to true""".formatted(host);
    }

    /** Whether only this machine can reach the address; an unknown one is not. */
    public static boolean isLoopback(String host) {
        try {
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
