/** Processes that benchmarks start. */
package io.tidemark.bench.process;
