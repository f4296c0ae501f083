package io.tidemark.metering.source;

/** Which way a frame went by an observation point, as its source tells (IPFIX element 61, flowDirection). Two bits: they add up. */
public final class Way {
    /** The source does not tell. */
    public static final int UNKNOWN = 0;

    /** Into the node, or through it on its way in. */
    public static final int INGRESS = 1;

    public static final int EGRESS = 2;

    private Way() {}
}
