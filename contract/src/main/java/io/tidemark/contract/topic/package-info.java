/** The Kafka topics: their names, settings, and which partition a message belongs to. */
package io.tidemark.contract.topic;
