/** Metrics, dashboards and alerts, asked of a real Prometheus that scraped the running services. */
package io.tidemark.e2e.monitoring;
