/** {@code tidemark demo}: the whole system with traffic of its own, to be looked at. */
package io.tidemark.cli.demo;
