/** The whole with a login. */
package io.tidemark.e2e.secure;
