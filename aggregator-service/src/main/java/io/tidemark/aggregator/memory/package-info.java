/** What all open windows of a process may hold, in bytes: one budget, whose arrays are used again and again. */
package io.tidemark.aggregator.memory;
