/**
 * The chart on a real cluster, whichever KUBECONFIG names: installed, upgraded, scaled, robbed of pods and removed, with packets
 * counted all the while. Runs with {@code ./tidemark test --cluster} only.
 */
package io.tidemark.charts.cluster;
