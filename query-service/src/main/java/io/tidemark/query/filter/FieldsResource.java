package io.tidemark.query.filter;

import io.tidemark.query.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What filters can ask about, over REST. */
@Path("/api/v1/fields")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "filter")
@RolesAllowed(Role.VIEWER)
public class FieldsResource {
    private static final List<FieldDescription> FIELDS =
            Fields.all().stream().map(FieldDescription::of).toList();

    @GET
    @Operation(summary = "The fields that the parameter filter can ask about, and what answers have them")
    public List<FieldDescription> fields() {
        return FIELDS;
    }
}
