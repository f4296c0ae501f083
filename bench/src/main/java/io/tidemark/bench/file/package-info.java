/** From a capture file to flows: our engine warm against a C loop, and our whole process against other programs. */
package io.tidemark.bench.file;
