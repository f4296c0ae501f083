package io.tidemark.aggregator.publish;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A round on its way into a transaction.
 *
 * @param partition of the flows
 * @param owned     false from the moment the partition is taken away: then the round must not come out, somebody else tells it
 * @param since     System.nanoTime when it set out
 * @param done      completes when the round's transaction is committed, or the round is of no use any more
 */
record Entry(int partition, Round round, BooleanSupplier owned, long since, CompletableFuture<Void> done) {
    boolean isOwned() {
        return owned.getAsBoolean();
    }
}
