package io.tidemark.aggregator.dedup;

/** Takes what became of a window's observations: each packet comes to one of the two, once. */
public interface Counted {
    /**
     * A biflow that is counted.
     *
     * @param flow valid until this returns
     */
    void flow(Facts flow);

    /** Packets of an observation point that were counted at another one. */
    void duplicate(String node, String point, long packets, long frameBytes);
}
