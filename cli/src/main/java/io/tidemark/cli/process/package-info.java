/**
 * Programs run as children of this one: started in a data directory that is ours alone, watched, started again when they
 * die, stopped in order, and never left behind, not even when this process is killed.
 */
package io.tidemark.cli.process;
