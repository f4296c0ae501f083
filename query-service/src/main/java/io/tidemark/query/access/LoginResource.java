package io.tidemark.query.access;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Where a browser logs in: who is not known is led to the issuer, comes back here with a session, and is led on to the page. Logging
 * out, at {@link #LOGOUT}, is Quarkus's own: it ends the session here and at the issuer.
 */
@Path(LoginResource.PATH)
public class LoginResource {
    static final String PATH = "/login";
    static final String LOGOUT = "/logout";

    @GET
    @Authenticated
    @Operation(hidden = true)
    public Response login(@QueryParam("to") String to) {
        return Response.seeOther(URI.create(isOurs(to) ? to : "/")).build();
    }

    /** A path of this service, with its query and fragment: never another site's address, however it is written. */
    private static boolean isOurs(String to) {
        return to != null && to.matches("/(?![/\\\\])[\\x21-\\x7E&&[^\\\\]]*") && isReadable(to);
    }

    private static boolean isReadable(String to) {
        try {
            return URI.create(to).getRawAuthority() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
