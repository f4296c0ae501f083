package io.tidemark.query.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who asks, over REST. */
@Path("/api/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "access")
@RolesAllowed(Role.VIEWER)
public class MeResource {
    private final SecurityIdentity identity;
    private final CurrentAccess access;

    MeResource(SecurityIdentity identity, CurrentAccess access) {
        this.identity = identity;
        this.access = access;
    }

    @GET
    @Operation(summary = "Who asks, and what they may do and see")
    public Me me() {
        var seen = access.get();
        return new Me(
                Login.isOn(),
                identity.isAnonymous() ? null : identity.getPrincipal().getName(),
                Role.ALL.stream().filter(identity::hasRole).toList(),
                seen.all() ? null : seen.namespaces());
    }
}
