/** Captures made for the tests: every packet is written together with what is true about it. Shares no code with the product. */
package io.tidemark.e2e.capture;
