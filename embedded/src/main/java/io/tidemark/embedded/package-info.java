/**
 * A real Kafka broker and a real PostgreSQL server for one machine: on loopback, with nothing to install, their data kept in
 * a folder. For the launcher and for tests; a cluster brings its own.
 */
package io.tidemark.embedded;
