/** What goes wrong over HTTP and GraphQL: one table from exception to status, told as problem details (RFC 9457). */
package io.tidemark.query.problem;
