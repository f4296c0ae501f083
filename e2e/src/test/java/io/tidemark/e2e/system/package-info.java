/** Tidemark as its users run it, in processes of its own, and the ways to ask it: REST, GraphQL, SQL. */
package io.tidemark.e2e.system;
