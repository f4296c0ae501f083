/** A pulse a second: what the observation points counted since the one before, for the eye only. */
package io.tidemark.capture.pulse;
