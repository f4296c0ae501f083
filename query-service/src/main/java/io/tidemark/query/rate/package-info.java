/** How often one may ask: a token bucket for each user, and for each address of those who are not known. */
package io.tidemark.query.rate;
