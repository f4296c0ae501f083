/** Who may know whom: the rules of the house as tests. */
package io.tidemark.e2e.rules;
