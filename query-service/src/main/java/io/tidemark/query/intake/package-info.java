/** Summaries to rows: batches from Kafka are written in bulk, and their offsets committed after PostgreSQL's commit. */
package io.tidemark.query.intake;
