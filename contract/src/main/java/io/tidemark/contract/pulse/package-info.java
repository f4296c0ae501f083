/** A node's heartbeat for the live view: {@code Pulse}, generated from {@code pulse.proto}. */
package io.tidemark.contract.pulse;
