/** {@code tidemark top}, {@code query} and {@code observe}: what a running query-service knows, for terminals and pipes. */
package io.tidemark.cli.ask;
