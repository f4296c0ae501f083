/** Every way to ask gives the captures' truth: REST's shapes and the commands for terminals. */
package io.tidemark.e2e.ask;
