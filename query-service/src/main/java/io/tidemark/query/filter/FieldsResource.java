package io.tidemark.query.filter;

import io.tidemark.query.access.Role;
import io.tidemark.query.text.Languages;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/** What filters can ask about, over REST. */
@Path("/api/v1/fields")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "filter")
@RolesAllowed(Role.VIEWER)
public class FieldsResource {
    @GET
    @Operation(summary = "The fields that the parameter filter can ask about, and what answers have them")
    @ResponseHeader(name = HttpHeaders.VARY, value = HttpHeaders.ACCEPT_LANGUAGE)
    public List<FieldDescription> fields(
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Parameter(hidden = true) String languages) {
        var language = Languages.wanted(languages);
        return Fields.all().stream()
                .map(field -> FieldDescription.of(field, language))
                .toList();
    }
}
