package io.tidemark.query.topology;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Role;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.grouping.SliceParameters;
import io.tidemark.query.problem.Bounds;
import io.tidemark.query.problem.Choice;
import io.tidemark.query.range.RangeParameters;
import io.tidemark.query.reply.Reply;
import io.tidemark.query.reply.ReplyParameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Topology and Sankey over REST. */
@Path("/api/v1")
@Produces({MediaType.APPLICATION_JSON, Reply.TEXT_CSV})
@Tag(name = "topology")
@RolesAllowed(Role.VIEWER)
public class TopologyResource {
    private final TopologyQuery topology;
    private final SankeyQuery sankey;
    private final Reply reply;

    TopologyResource(TopologyQuery topology, SankeyQuery sankey, Reply reply) {
        this.topology = topology;
        this.sankey = sankey;
        this.reply = reply;
    }

    @GET
    @Path("topology")
    @Operation(summary = "Who talks to whom, as a graph; as CSV its edges")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Topology.class)),
                @Content(mediaType = Reply.TEXT_CSV)
            })
    public Uni<Response> topology(
            @BeanParam RangeParameters range,
            @BeanParam ReplyParameters wish,
            @QueryParam("filter")
                    @Parameter(description = "Condition in CEL over the fields of /api/v1/fields; absent: all traffic")
                    String filter,
            @QueryParam("by")
                    @Parameter(
                            description = "What the nodes are",
                            schema =
                                    @Schema(
                                            enumeration = {"namespace", "workload", "node", "zone", "host"},
                                            defaultValue = "workload"))
                    String by,
            @QueryParam("metric")
                    @Parameter(
                            schema =
                                    @Schema(
                                            enumeration = {
                                                "bytes",
                                                "frame_bytes",
                                                "packets",
                                                "flows",
                                                "retransmitted_packets",
                                                "out_of_order_packets",
                                                "zero_windows"
                                            },
                                            defaultValue = "bytes"))
                    String metric,
            @QueryParam("limit")
                    @Parameter(
                            description = "Edges at most, 1-2000",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "200"))
                    String limit) {
        return reply.with(
                wish,
                topology.of(
                        range.read(),
                        Filter.parse(filter),
                        Choice.of(Level.class, "by", by, Level.WORKLOAD),
                        Choice.of(Metric.class, "metric", metric, Metric.BYTES),
                        Bounds.number("limit", limit, 200)),
                Tables::of);
    }

    @GET
    @Path("sankey")
    @Operation(summary = "Traffic through ordered dimensions, src.entity,dst.entity if not told; as CSV the links")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Sankey.class)),
                @Content(mediaType = Reply.TEXT_CSV)
            })
    public Uni<Response> sankey(
            @BeanParam RangeParameters range,
            @BeanParam SliceParameters slice,
            @BeanParam ReplyParameters wish,
            @QueryParam("limit")
                    @Parameter(
                            description = "Values of each dimension at most, beside one for the rest, 1-50",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "10"))
                    String limit) {
        return reply.with(
                wish,
                sankey.of(
                        range.read(),
                        slice.read(Dimension.SRC_ENTITY, Dimension.DST_ENTITY),
                        Bounds.number("limit", limit, 10)),
                Tables::of);
    }
}
