/** Training runs: programs at work on made-up packets, once after each build, so that an AOT cache lets them start faster. */
package io.tidemark.cli.training;
