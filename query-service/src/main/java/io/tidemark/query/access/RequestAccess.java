package io.tidemark.query.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** What the request's identity may see, as {@link Rights} has found it out. */
@ApplicationScoped
class RequestAccess implements CurrentAccess {
    private final SecurityIdentity identity;

    RequestAccess(SecurityIdentity identity) {
        this.identity = identity;
    }

    @Override
    public Access get() {
        Access access = identity.getAttribute(Rights.ACCESS);
        return access == null ? Access.NOTHING : access;
    }
}
