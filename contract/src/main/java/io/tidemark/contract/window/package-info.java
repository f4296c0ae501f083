/** The arithmetic of time: fixed windows aligned to the epoch. */
package io.tidemark.contract.window;
