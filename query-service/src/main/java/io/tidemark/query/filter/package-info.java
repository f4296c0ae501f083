/**
 * The filter language: a condition in CEL is parsed and type-checked by cel-java, and a small compiler makes of it SQL with bind
 * variables. {@link io.tidemark.query.filter.Fields} declares what can be asked about.
 */
package io.tidemark.query.filter;
