package io.tidemark.query.access;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Whether there is a login: one key turns OpenID Connect on, the address of who issues the tokens. So nobody can name an issuer and
 * forget to ask for its tokens.
 */
public final class Login implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;
    private static final String ISSUER = "quarkus.oidc.auth-server-url";
    private static final String ENABLED = "quarkus.oidc.tenant-enabled";

    /** Asked of the configuration as it is. */
    public static boolean isOn() {
        return ConfigProvider.getConfig().getOptionalValue(ISSUER, String.class).isPresent();
    }

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        if (!name.equals(ENABLED)) {
            return value;
        }
        var issuer = context.restart(ISSUER);
        boolean on = issuer != null
                && issuer.getValue() != null
                && !issuer.getValue().isEmpty();
        return (value == null ? ConfigValue.builder().withName(name).build() : value).withValue(Boolean.toString(on));
    }
}
