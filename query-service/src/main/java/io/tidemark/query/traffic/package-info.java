/** How much traffic there was: over time, by the largest, and between whom. The same answers by REST and GraphQL. */
package io.tidemark.query.traffic;
