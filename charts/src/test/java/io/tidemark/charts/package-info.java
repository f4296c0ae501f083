/**
 * Renders the Helm chart with Helm's own engine and reads what comes out as strictly as no API server would: an unknown field, an
 * unknown kind or a setting that differs from the contract fails. The manifests under {@code k8s} are read the same way.
 */
package io.tidemark.charts;
