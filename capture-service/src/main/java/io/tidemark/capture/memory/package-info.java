/** Keeps what the process has resident near what it uses. */
package io.tidemark.capture.memory;
