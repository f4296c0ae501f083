/** Where on the internet an address is: country and autonomous system, from MaxMind DB files that the operator brings. */
package io.tidemark.aggregator.enrich.geo;
