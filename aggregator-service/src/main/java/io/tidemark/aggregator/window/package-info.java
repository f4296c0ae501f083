/**
 * What the log of one flow partition says: which windows are open, which markers close them, what comes late. Plain Java; a
 * pure function of the log, so that the same log closes the same windows with the same rows, however often it is read.
 */
package io.tidemark.aggregator.window;
