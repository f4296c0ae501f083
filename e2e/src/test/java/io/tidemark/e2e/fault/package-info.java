/** Services die in mid-replay, and the numbers stay. */
package io.tidemark.e2e.fault;
