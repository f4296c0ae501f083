/** What a newcomer sees first. */
package io.tidemark.e2e.demo;
