/** What leaves the metering process: records encoded as the contract says. */
package io.tidemark.metering.record;
