/** What cannot be summed up, in a form that can be merged all the same: Apache DataSketches, as bytes in the rows. */
package io.tidemark.aggregator.sketch;
