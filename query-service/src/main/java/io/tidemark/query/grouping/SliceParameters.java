package io.tidemark.query.grouping;

import io.tidemark.query.filter.Filter;
import io.tidemark.query.problem.Choice;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters that every answer about groups has. */
public class SliceParameters {
    @QueryParam("filter")
    @Parameter(
            description =
                    "Condition in CEL over the fields of /api/v1/fields, such as dst.port in [80, 443]; absent: all traffic")
    public String filter;

    @QueryParam("by")
    @Parameter(
            description =
                    "What traffic is split by: up to five of the fields of /api/v1/fields that can be grouped, with"
                            + " commas between, such as src.namespace,dst.port; or none, host, workload, namespace, conversation")
    public List<String> by;

    @QueryParam("metric")
    @Parameter(
            description = "Round trips and clients are told of protocols, ports and applications",
            schema =
                    @Schema(
                            enumeration = {
                                "bytes",
                                "frame_bytes",
                                "packets",
                                "flows",
                                "retransmitted_packets",
                                "out_of_order_packets",
                                "zero_windows",
                                "round_trip_p50",
                                "round_trip_p90",
                                "round_trip_p95",
                                "round_trip_p99",
                                "clients"
                            },
                            defaultValue = "bytes"))
    public String metric;

    /** The parameters, read. */
    public Slice read(Dimension... absent) {
        return new Slice(
                Filter.parse(filter),
                Grouping.parse(by, absent),
                Choice.of(Metric.class, "metric", metric, Metric.BYTES));
    }
}
