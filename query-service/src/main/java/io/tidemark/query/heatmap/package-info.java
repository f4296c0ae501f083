/** Traffic as a field of cells: time one way, the values of dimensions the other. */
package io.tidemark.query.heatmap;
