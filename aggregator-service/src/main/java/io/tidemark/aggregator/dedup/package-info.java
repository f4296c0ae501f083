/** One packet counted once: the flow records of a window, held until it closes, and the choice of which observation of a biflow counts. */
package io.tidemark.aggregator.dedup;
