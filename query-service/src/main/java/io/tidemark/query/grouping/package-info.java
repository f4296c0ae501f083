/** How traffic is split and what of it is summed: dimensions, metrics, and the statements that both make. */
package io.tidemark.query.grouping;
