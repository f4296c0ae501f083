package io.tidemark.query.status;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Role;
import io.tidemark.query.problem.TellsFailures;
import jakarta.annotation.security.RolesAllowed;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Query;

/** The same status over GraphQL. */
@GraphQLApi
@RolesAllowed(Role.VIEWER)
@TellsFailures
public class StatusGraphQL {
    private final StatusQuery status;

    StatusGraphQL(StatusQuery status) {
        this.status = status;
    }

    @Query
    @Description("What is in the store, and how fresh it is")
    public Uni<Status> status() {
        return status.now();
    }
}
