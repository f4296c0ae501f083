/** {@code tidemark top}, {@code query}, {@code observe}, {@code ledger} and {@code status}: what a running query-service knows, for terminals and pipes. */
package io.tidemark.cli.ask;
