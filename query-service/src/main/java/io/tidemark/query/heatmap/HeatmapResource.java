package io.tidemark.query.heatmap;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Role;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.SliceParameters;
import io.tidemark.query.problem.Bounds;
import io.tidemark.query.range.RangeParameters;
import io.tidemark.query.reply.Reply;
import io.tidemark.query.reply.ReplyParameters;
import io.tidemark.query.reply.Table;
import io.tidemark.query.traffic.Traffic;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The heat map over REST. */
@Path("/api/v1/heatmap")
@Produces({MediaType.APPLICATION_JSON, Reply.TEXT_CSV})
@Tag(name = "traffic")
@RolesAllowed(Role.VIEWER)
public class HeatmapResource {
    /** So many columns can still be told apart, and pointed at. */
    static final int MOST_STEPS = 120;

    private final Traffic traffic;
    private final Reply reply;

    HeatmapResource(Traffic traffic, Reply reply) {
        this.traffic = traffic;
        this.reply = reply;
    }

    @GET
    @Operation(summary = "Time by the values of dimensions, applications if not told; as CSV a line for each row")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Heatmap.class)),
                @Content(mediaType = Reply.TEXT_CSV)
            })
    public Uni<Response> heatmap(
            @BeanParam RangeParameters range,
            @BeanParam SliceParameters slice,
            @BeanParam ReplyParameters wish,
            @QueryParam("step")
                    @Parameter(
                            description =
                                    "10s, 5m, 1h, PT1M: a multiple of the window; absent: the finest that makes at most 120 columns")
                    String step,
            @QueryParam("limit")
                    @Parameter(
                            description = "Rows at most, beside one for the rest, 1-200",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "40"))
                    String limit) {
        return reply.with(
                wish,
                traffic.heat(
                                range.read(),
                                slice.read(Dimension.APPLICATION),
                                step,
                                MOST_STEPS,
                                Bounds.number("limit", limit, 40))
                        .map(Heatmap::of),
                HeatmapResource::table);
    }

    private static Table table(Heatmap answer) {
        var columns = new ArrayList<>(List.of("name"));
        answer.times().forEach(time -> columns.add(time.toString()));
        var rows = new ArrayList<List<Object>>();
        for (var told : answer.rows()) {
            var row = new ArrayList<Object>(List.of(told.name()));
            row.addAll(told.cells());
            rows.add(row);
        }
        return new Table(columns, rows, answer);
    }
}
