/** Names for addresses: what an address belonged to when a flow was seen, from Kubernetes, the operator's own networks and GeoIP databases. */
package io.tidemark.aggregator.enrich;
