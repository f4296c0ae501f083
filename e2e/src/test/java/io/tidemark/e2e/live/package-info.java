/** Real programs talk, and the numbers are the kernel's. */
package io.tidemark.e2e.live;
