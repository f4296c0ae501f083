/** The present: pulses of the nodes as server-sent events, for the eye, never for sums. */
package io.tidemark.query.live;
