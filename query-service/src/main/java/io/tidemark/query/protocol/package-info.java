/** What IP protocols are called. */
package io.tidemark.query.protocol;
