package io.tidemark.query.status;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The status over REST. */
@Path("/api/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "status")
@RolesAllowed(Role.VIEWER)
public class StatusResource {
    private final StatusQuery status;

    StatusResource(StatusQuery status) {
        this.status = status;
    }

    @GET
    @Operation(summary = "What is in the store, and how fresh it is")
    public Uni<Status> status() {
        return status.now();
    }
}
