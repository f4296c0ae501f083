/** The {@code tidemark} command: its root, its subcommands in packages below. */
package io.tidemark.cli;
