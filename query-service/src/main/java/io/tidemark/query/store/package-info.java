/** The house of the rows in PostgreSQL: its schema, its partitions by time, rollups, and what is dropped when it is old. */
package io.tidemark.query.store;
