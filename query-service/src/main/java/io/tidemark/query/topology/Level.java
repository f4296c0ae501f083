package io.tidemark.query.topology;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.problem.Choice;
import java.util.List;

/** What the nodes of a topology are. */
public enum Level implements Choice {
    /** Of Kubernetes. */
    NAMESPACE(Dimension.SRC_NAMESPACE, Dimension.DST_NAMESPACE, Dimension.ANY_NAMESPACE),
    /** A workload, own network or place. */
    WORKLOAD(Dimension.SRC_ENTITY, Dimension.DST_ENTITY, Dimension.ANY_ENTITY),
    /** That pods run on. */
    NODE(Dimension.SRC_NODE, Dimension.DST_NODE, Dimension.ANY_NODE),
    ZONE(Dimension.SRC_ZONE, Dimension.DST_ZONE, Dimension.ANY_ZONE),
    /** An address. */
    HOST(Dimension.SRC_ADDR, Dimension.DST_ADDR, Dimension.ANY_ADDR);

    private final Grouping edges;
    private final Grouping nodes;

    Level(Dimension src, Dimension dst, Dimension any) {
        edges = new Grouping(List.of(src, dst));
        nodes = new Grouping(List.of(any));
    }

    /** What traffic is split by: who began, and who was asked. */
    Grouping edges() {
        return edges;
    }

    /** The same of either end. */
    Grouping nodes() {
        return nodes;
    }

    @Override
    @JsonValue
    public String label() {
        return Choice.super.label();
    }
}
