/** What happened to every packet: in a flow, or not, and why. */
package io.tidemark.metering.ledger;
