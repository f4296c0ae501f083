package io.tidemark.query.ledger;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Role;
import io.tidemark.query.problem.Bounds;
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

/** The ledger and the nodes over REST. */
@Path("/api/v1")
@Produces({MediaType.APPLICATION_JSON, Reply.TEXT_CSV})
@Tag(name = "ledger")
@RolesAllowed(Role.VIEWER)
public class LedgerResource {
    private final LedgerQuery ledger;
    private final WindowLedgersQuery windows;
    private final NodesQuery nodes;
    private final Reply reply;

    LedgerResource(LedgerQuery ledger, WindowLedgersQuery windows, NodesQuery nodes, Reply reply) {
        this.ledger = ledger;
        this.windows = windows;
        this.nodes = nodes;
        this.reply = reply;
    }

    @GET
    @Path("ledger")
    @Operation(summary = "Every packet that was received: in a flow, or not, and why")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Ledger.class)),
                @Content(mediaType = Reply.TEXT_CSV)
            })
    public Uni<Response> ledger(@BeanParam RangeParameters range, @BeanParam ReplyParameters wish) {
        return reply.with(wish, ledger.of(range.read()), Tables::of);
    }

    @GET
    @Path("ledger/windows")
    @Operation(summary = "The same of each window by itself, latest first; of longer steps where there are too many")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = WindowLedgers.class)),
                @Content(mediaType = Reply.TEXT_CSV)
            })
    public Uni<Response> windows(
            @BeanParam RangeParameters range,
            @BeanParam ReplyParameters wish,
            @QueryParam("node") @Parameter(description = "Of this node alone; absent: of all together") String node,
            @QueryParam("limit")
                    @Parameter(
                            description = "Rows at most, 2-1000",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "100"))
                    String limit) {
        var ofNode = node == null || node.isEmpty() ? null : node;
        return reply.with(wish, windows.of(range.read(), ofNode, Bounds.number("limit", limit, 100)), Tables::of);
    }

    @GET
    @Path("nodes")
    @Operation(summary = "Each node: its windows, those that were closed without it, and its equation, page by page")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Nodes.class)),
                @Content(mediaType = Reply.TEXT_CSV)
            })
    public Uni<Response> nodes(
            @BeanParam RangeParameters range,
            @BeanParam ReplyParameters wish,
            @QueryParam("limit")
                    @Parameter(
                            description = "Rows at most, 1-1000",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "100"))
                    String limit,
            @QueryParam("cursor")
                    @Parameter(description = "next of the page before; its range goes on, its source is given again")
                    String cursor) {
        return reply.with(wish, nodes.page(range.read(), Bounds.number("limit", limit, 100), cursor), Tables::of);
    }
}
