package io.tidemark.query.ledger;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.problem.Failures;
import io.tidemark.query.range.Asked;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Query;

/** The same ledger over GraphQL. */
@GraphQLApi
public class LedgerGraphQL {
    private final LedgerQuery ledger;

    LedgerGraphQL(LedgerQuery ledger) {
        this.ledger = ledger;
    }

    @Query
    @Description("Every packet that was received: in a flow, or not, and why")
    public Uni<Ledger> ledger(Instant from, Instant to, List<String> source) {
        return Failures.logged(ledger.of(new Asked(from, to, source)));
    }
}
