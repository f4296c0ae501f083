/** What is in the store and how fresh it is. */
package io.tidemark.query.status;
