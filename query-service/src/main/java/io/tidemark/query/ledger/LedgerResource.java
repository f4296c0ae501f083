package io.tidemark.query.ledger;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.range.RangeParameters;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The ledger over REST. */
@Path("/api/v1/ledger")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "ledger")
public class LedgerResource {
    private final LedgerQuery ledger;

    LedgerResource(LedgerQuery ledger) {
        this.ledger = ledger;
    }

    @GET
    @Operation(summary = "Every packet that was received: in a flow, or not, and why")
    public Uni<Ledger> ledger(@BeanParam RangeParameters range) {
        return ledger.of(range.read());
    }
}
