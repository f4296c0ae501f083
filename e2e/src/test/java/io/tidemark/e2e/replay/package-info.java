/** Captures in, the same numbers out, whichever way one asks. */
package io.tidemark.e2e.replay;
