/**
 * Programs of the stand-ins' image, which the cluster test puts where a broker's operator, its exporter and the metric adapter
 * would be. They are the same things made small; none of them is Tidemark.
 */
package io.tidemark.charts.standin;
