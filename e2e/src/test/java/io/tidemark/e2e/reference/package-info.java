/** Reference pages that are made of the code, and the tests that find them stale. */
package io.tidemark.e2e.reference;
