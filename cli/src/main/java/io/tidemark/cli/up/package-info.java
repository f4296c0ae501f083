/**
 * {@code tidemark up}: the whole system on this machine. A Kafka broker and a PostgreSQL server, ours or given, and the three
 * services, each a process of its own, in one data directory.
 */
package io.tidemark.cli.up;
