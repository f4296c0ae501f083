/** {@code tidemark flows}: flows of capture files and interfaces on standard output, without Kafka. */
package io.tidemark.cli.flows;
