/** The flow table: keys, rows, biflow facts, and the records that leave it. */
package io.tidemark.metering.flow;
