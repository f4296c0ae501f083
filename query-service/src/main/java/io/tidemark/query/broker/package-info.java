/** What is asked of Kafka itself: whether it is there, and how far behind who reads from it is. */
package io.tidemark.query.broker;
