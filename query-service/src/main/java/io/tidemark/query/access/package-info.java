/**
 * Who asks, and what they may see: tokens and the login (OpenID Connect) become roles and the traffic of namespaces; PostgreSQL enforces
 * the latter.
 */
package io.tidemark.query.access;
