package io.tidemark.aggregator.grain;

/**
 * How fine the grains of a window are on one flow partition. Past a bound rows of their own stop, sums do not.
 *
 * @param topConversations how many conversations have rows, largest by bytes, at least 0
 * @param maxConversations how many conversations an open window tells apart, at least {@code topConversations}
 * @param maxApplications  how many applications have rows, at least 0
 * @param maxWorkloadPairs how many pairs of workloads have rows, with protocol and port, at least 0
 * @param maxFlows         how many biflows an open window tells apart to count each once, at least 0
 */
public record GrainLimits(
        int topConversations, int maxConversations, int maxApplications, int maxWorkloadPairs, int maxFlows) {
    public GrainLimits {
        if (topConversations < 0) {
            throw new IllegalArgumentException("top conversations %d is below 0".formatted(topConversations));
        }
        if (maxConversations < topConversations) {
            throw new IllegalArgumentException(
                    "max conversations %d is below top conversations %d".formatted(maxConversations, topConversations));
        }
        if (maxApplications < 0) {
            throw new IllegalArgumentException("max applications %d is below 0".formatted(maxApplications));
        }
        if (maxWorkloadPairs < 0) {
            throw new IllegalArgumentException("max workload pairs %d is below 0".formatted(maxWorkloadPairs));
        }
        if (maxFlows < 0) {
            throw new IllegalArgumentException("max flows %d is below 0".formatted(maxFlows));
        }
    }
}
