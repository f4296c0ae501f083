package io.tidemark.query.intake;

import io.tidemark.contract.summary.SummaryBatch;
import java.util.Set;

/**
 * A bulk has rows of windows whose own rows were dropped by age: they are in the rollups alone, to which nothing can be added, as what
 * is computed anew would lack them.
 */
final class SettledWindows extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Set<WindowKey> windows;

    SettledWindows(Set<WindowKey> windows) {
        super("rows of windows that were dropped by age", null, false, false);
        this.windows = windows;
    }

    /** Whether a batch tells of one of them. */
    boolean concerns(SummaryBatch batch) {
        return windows.contains(WindowKey.of(batch));
    }
}
