/** How much memory capture-service takes, and whether it stays so. */
package io.tidemark.bench.memory;
