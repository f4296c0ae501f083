package io.tidemark.metering.source;

import io.tidemark.contract.flow.FlowDirection;

/** Which way a frame went by an observation point, as its source tells: the numbers of {@link FlowDirection}, two bits that add up. */
public final class Way {
    /** The source does not tell. */
    public static final int UNKNOWN = FlowDirection.FLOW_DIRECTION_UNKNOWN_VALUE;

    /** Into the node, or through it on its way in. */
    public static final int INGRESS = FlowDirection.FLOW_DIRECTION_INGRESS_VALUE;

    public static final int EGRESS = FlowDirection.FLOW_DIRECTION_EGRESS_VALUE;

    private Way() {}
}
