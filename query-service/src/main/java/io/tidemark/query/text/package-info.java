/** What is said to people, in the languages that the page speaks. */
package io.tidemark.query.text;
