/** The equation: what was received is persisted, or named by its cause, and nothing is left unexplained. */
package io.tidemark.query.ledger;
