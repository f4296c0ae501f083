/** Who had which address when, as the API server of Kubernetes tells: pods with their workloads, nodes, services. */
package io.tidemark.aggregator.enrich.kubernetes;
