/** How many flows a second the whole system carries from a file to PostgreSQL, and which process the time goes to. */
package io.tidemark.bench.pipeline;
