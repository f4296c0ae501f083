/** What an answer is about: a range of windows of some sources, whether all of it is here, and whether it may be asked. */
package io.tidemark.query.range;
