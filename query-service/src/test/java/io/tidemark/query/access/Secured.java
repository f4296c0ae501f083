package io.tidemark.query.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The service with a login. */
public final class Secured implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Issuer.class));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.oidc.roles.role-claim-path",
                "groups",
                "tidemark.query.access.viewer-roles",
                "viewer,net-viewers",
                "tidemark.query.access.namespaces-claim",
                "tidemark/namespaces",
                "tidemark.query.rate-limit.per-second",
                "1",
                "tidemark.query.rate-limit.burst",
                "500",
                "quarkus.http.proxy.proxy-address-forwarding",
                "true",
                "quarkus.http.proxy.allow-x-forwarded",
                "true");
    }
}
