package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Role;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Dimension;
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

/** Traffic over REST. Malformed parameters answer 400 and are named. */
@Path("/api/v1")
@Produces({MediaType.APPLICATION_JSON, Reply.TEXT_CSV})
@Tag(name = "traffic")
@RolesAllowed(Role.VIEWER)
public class TrafficResource {
    private static final String COMPARE =
            "Beside it what was earlier, by previous (what came just before), 1h, 1d, 1w or PT1H; absent: nothing";

    private final Traffic traffic;
    private final Reply reply;

    TrafficResource(Traffic traffic, Reply reply) {
        this.traffic = traffic;
        this.reply = reply;
    }

    @GET
    @Path("timeseries")
    @Operation(
            summary =
                    "Traffic over time, in steps that the server chooses where none is asked for, by protocol if not told")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Timeseries.class)),
                @Content(mediaType = Reply.TEXT_CSV)
            })
    public Uni<Response> timeseries(
            @BeanParam RangeParameters range,
            @BeanParam SliceParameters slice,
            @BeanParam ReplyParameters wish,
            @QueryParam("step") @Parameter(description = "10s, 5m, 1h, PT1M: a multiple of the window") String step,
            @QueryParam("compare") @Parameter(description = COMPARE) String compare,
            @QueryParam("limit")
                    @Parameter(
                            description = "Series at most, beside one for the rest, 1-50",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "10"))
                    String limit) {
        return reply.with(
                wish,
                traffic.timeseries(
                        range.read(), slice.read(Dimension.PROTOCOL), step, Bounds.number("limit", limit, 10), compare),
                Tables::of);
    }

    @GET
    @Path("top")
    @Operation(summary = "The largest, by address if not told, page by page")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Top.class)),
                @Content(mediaType = Reply.TEXT_CSV)
            })
    public Uni<Response> top(
            @BeanParam RangeParameters range,
            @BeanParam SliceParameters slice,
            @BeanParam ReplyParameters wish,
            @QueryParam("compare") @Parameter(description = COMPARE) String compare,
            @QueryParam("limit")
                    @Parameter(
                            description = "Rows at most, 1-1000",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "10"))
                    String limit,
            @QueryParam("cursor")
                    @Parameter(
                            description =
                                    "next of the page before; its range goes on, the other parameters are given again")
                    String cursor) {
        return reply.with(
                wish,
                traffic.top(
                        range.read(),
                        slice.read(Dimension.ANY_ADDR),
                        Bounds.number("limit", limit, 10),
                        cursor,
                        compare),
                Tables::of);
    }

    @GET
    @Path("conversations")
    @Operation(summary = "Who talked to whom, page by page")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = Conversations.class)),
                @Content(mediaType = Reply.TEXT_CSV)
            })
    public Uni<Response> conversations(
            @BeanParam RangeParameters range,
            @BeanParam ReplyParameters wish,
            @QueryParam("filter")
                    @Parameter(
                            description =
                                    "Condition in CEL over the fields of /api/v1/fields, such as dst.port in [80, 443]; absent: all traffic")
                    String filter,
            @QueryParam("sort")
                    @Parameter(
                            schema =
                                    @Schema(
                                            enumeration = {"bytes", "packets", "flows"},
                                            defaultValue = "bytes"))
                    String sort,
            @QueryParam("limit")
                    @Parameter(
                            description = "Rows at most, 1-1000",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "50"))
                    String limit,
            @QueryParam("cursor")
                    @Parameter(
                            description =
                                    "next of the page before; its range and sort go on, its source and filter are given again")
                    String cursor) {
        return reply.with(
                wish,
                traffic.conversations(
                        range.read(),
                        Filter.parse(filter),
                        Choice.of(ConversationSort.class, "sort", sort, ConversationSort.BYTES),
                        Bounds.number("limit", limit, 50),
                        cursor),
                Tables::of);
    }
}
