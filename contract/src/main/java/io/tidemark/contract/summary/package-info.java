/** Rows of closed windows on their way from aggregator-service to query-service: {@code SummaryBatch}, generated from {@code summary.proto}. */
package io.tidemark.contract.summary;
