/** Memory by address, for what runs for each packet. */
package io.tidemark.metering.memory;
