/** Flows on their way from capture-service to aggregator-service: {@code FlowBatch} and what it is made of, generated from {@code flow.proto}. */
package io.tidemark.contract.flow;
