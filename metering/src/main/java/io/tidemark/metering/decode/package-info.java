/** From a frame to the flow key: one file a protocol, headers read where they lie. */
package io.tidemark.metering.decode;
