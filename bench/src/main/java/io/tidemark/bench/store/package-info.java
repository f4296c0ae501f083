/** The store under load: rows a second against a bare COPY, and answers over a month against the same statements without a service. */
package io.tidemark.bench.store;
