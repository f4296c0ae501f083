package io.tidemark.metering.ledger;

import java.util.Locale;

/** Why a packet is in no flow. The contract carries {@link #label()}. */
public enum Cause {
    /** The kernel had no room for it; bytes unknown. */
    KERNEL,
    /** The BPF filter did not want it. */
    FILTERED,
    /** Sampling one of N frames left it out; the filter wanted it. */
    NOT_SAMPLED,
    /** No IP header: ARP, LLDP, STP, an unknown link type, a frame too short to tell. */
    NOT_IP,
    /** An IP version, header or length that cannot be. */
    MALFORMED_IP,
    /** The flow table was full and could make no room. */
    TABLE_FULL,
    /** Metered, but its batch found no room on the way to the broker. */
    PUBLISH_FULL;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** In snake case, as in ledgers, metrics and answers. */
    public String label() {
        return label;
    }
}
