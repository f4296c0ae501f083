/** The hot path alone: a capture file to records, on one thread (JMH). */
package io.tidemark.bench.metering;
