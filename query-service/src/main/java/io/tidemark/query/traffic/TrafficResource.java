package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.problem.Choice;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.range.RangeParameters;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Traffic over REST. Malformed parameters answer 400 and are named. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "traffic")
public class TrafficResource {
    private static final String FILTER =
            "Condition in CEL over the fields of /api/v1/fields, such as dst.port in [80, 443]; absent: all traffic";

    private final Traffic traffic;

    TrafficResource(Traffic traffic) {
        this.traffic = traffic;
    }

    @GET
    @Path("timeseries")
    @Operation(summary = "Traffic over time, in steps that the server chooses where none is asked for")
    public Uni<Timeseries> timeseries(
            @BeanParam RangeParameters range,
            @QueryParam("filter") @Parameter(description = FILTER) String filter,
            @QueryParam("step") @Parameter(description = "10s, 5m, 1h, PT1M: a multiple of the window") String step,
            @QueryParam("by")
                    @Parameter(
                            schema =
                                    @Schema(
                                            enumeration = {"none", "protocol", "application", "workload", "namespace"},
                                            defaultValue = "protocol"))
                    String by,
            @QueryParam("metric")
                    @Parameter(
                            schema =
                                    @Schema(
                                            enumeration = {"bytes", "frame_bytes", "packets", "flows"},
                                            defaultValue = "bytes"))
                    String metric,
            @QueryParam("limit")
                    @Parameter(
                            description = "Series at most, beside one for the rest, 1-50",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "10"))
                    String limit) {
        return traffic.timeseries(
                range.read(),
                Filter.parse(filter),
                step,
                Choice.of(SeriesBy.class, "by", by, SeriesBy.PROTOCOL),
                Choice.of(Metric.class, "metric", metric, Metric.BYTES),
                number("limit", limit, 10));
    }

    @GET
    @Path("top")
    @Operation(summary = "The largest hosts, conversations, applications, protocols, workloads or namespaces")
    public Uni<Top> top(
            @BeanParam RangeParameters range,
            @QueryParam("filter") @Parameter(description = FILTER) String filter,
            @QueryParam("by")
                    @Parameter(
                            schema =
                                    @Schema(
                                            enumeration = {
                                                "host",
                                                "conversation",
                                                "application",
                                                "protocol",
                                                "workload",
                                                "namespace"
                                            },
                                            defaultValue = "host"))
                    String by,
            @QueryParam("metric")
                    @Parameter(
                            schema =
                                    @Schema(
                                            enumeration = {"bytes", "frame_bytes", "packets", "flows"},
                                            defaultValue = "bytes"))
                    String metric,
            @QueryParam("limit")
                    @Parameter(
                            description = "Rows at most, 1-1000",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "10"))
                    String limit) {
        return traffic.top(
                range.read(),
                Filter.parse(filter),
                Choice.of(TopBy.class, "by", by, TopBy.HOST),
                Choice.of(Metric.class, "metric", metric, Metric.BYTES),
                number("limit", limit, 10));
    }

    @GET
    @Path("conversations")
    @Operation(summary = "Who talked to whom, page by page")
    public Uni<Conversations> conversations(
            @BeanParam RangeParameters range,
            @QueryParam("filter") @Parameter(description = FILTER) String filter,
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
        return traffic.conversations(
                range.read(),
                Filter.parse(filter),
                Choice.of(ConversationSort.class, "sort", sort, ConversationSort.BYTES),
                number("limit", limit, 50),
                cursor);
    }

    private static int number(String parameter, String text, int absent) {
        if (text == null || text.isEmpty()) {
            return absent;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedParameter(parameter, "\"%s\" is no number".formatted(text));
        }
    }
}
