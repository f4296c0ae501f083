package io.tidemark.query.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Gives each identity its roles and what it may see. Without a login everybody may do everything: such a service listens on loopback,
 * or was told that it may not ({@link Exposure}).
 */
@ApplicationScoped
class Rights implements SecurityIdentityAugmentor {
    /** The attribute of an identity that is its {@link Access}. */
    static final String ACCESS = "tidemark.access";

    private static final String EVERYTHING = "*";

    private final AccessConfig config;
    private final boolean login = Login.isOn();

    Rights(AccessConfig config) {
        this.config = config;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom().item(login ? known(identity) : everybody(identity));
    }

    private static SecurityIdentity everybody(SecurityIdentity identity) {
        return QuarkusSecurityIdentity.builder(identity)
                .addRoles(Set.copyOf(Role.ALL))
                .addAttribute(ACCESS, Access.ALL)
                .build();
    }

    private SecurityIdentity known(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            return identity;
        }
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes())
                .addRoles(roles(identity.getRoles()))
                .addAttribute(ACCESS, access(identity))
                .build();
    }

    /** Ours, of the token's. */
    private Set<String> roles(Set<String> told) {
        var roles = new HashSet<String>();
        var names = List.of(config.viewerRoles(), config.operatorRoles(), config.adminRoles());
        for (int i = 0; i < names.size(); i++) {
            if (!Collections.disjoint(told, names.get(i))) {
                roles.addAll(Role.ALL.subList(0, i + 1));
            }
        }
        return roles;
    }

    private Access access(SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Access.NOTHING;
        }
        return switch (Claim.of(token.getRawToken(), config.namespacesClaim())) {
            case Claim.Absent _ -> config.namespacesRequired() ? Access.NOTHING : Access.ALL;
            case Claim.Malformed _ -> Access.NOTHING;
            case Claim.Names names ->
                names.values().contains(EVERYTHING) ? Access.ALL : Access.to(names.values(), config.peerNames());
        };
    }
}
