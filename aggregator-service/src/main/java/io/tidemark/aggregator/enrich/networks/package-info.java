/** The operator's own networks: labels for prefixes, from a file. */
package io.tidemark.aggregator.enrich.networks;
