/** What a window's flows add up to, one file a grain: node, ledger, application, conversation, workload. Plain Java, one writer each. */
package io.tidemark.aggregator.grain;
