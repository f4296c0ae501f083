/**
 * Captures read once more by plain code, which shares nothing with the metering or the aggregation, and what the answers about
 * them ought to be.
 */
package io.tidemark.e2e.recount;
