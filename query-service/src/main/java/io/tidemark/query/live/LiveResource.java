package io.tidemark.query.live;

import io.smallrye.mutiny.Multi;
import io.tidemark.query.access.CurrentAccess;
import io.tidemark.query.access.Role;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.filter.Grain;
import io.tidemark.query.text.Text;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Pulses as server-sent events (WHATWG HTML, "Server-sent events"). */
@Path("/api/v1/live")
@Tag(name = "live")
@RolesAllowed(Role.VIEWER)
public class LiveResource {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Pulses pulses;
    private final Windows windows;
    private final CurrentAccess access;
    private final Sse sse;

    LiveResource(Pulses pulses, Windows windows, CurrentAccess access, Sse sse) {
        this.pulses = pulses;
        this.windows = windows;
        this.access = access;
        this.sse = sse;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "What the nodes count, second by second: events named pulse, and a comment every 15 s")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = PulseEvent.class)))
    public Multi<OutboundSseEvent> live(
            @QueryParam("filter")
                    @Parameter(
                            description = "Condition in CEL over the fields of pulses in /api/v1/fields; absent: all")
                    String filter) {
        access.get().requireAll(Text.of("pulses"));
        var events = pulses.listen(Filter.parse(filter).inMemory(Grain.PULSE))
                .map(json -> sse.newEventBuilder()
                        .name("pulse")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(String.class, json)
                        .build());
        return withHeartbeats(events);
    }

    @GET
    @Path("windows")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary =
                    "The windows of the last two minutes, then each as it comes in, and again with each revision: events named window, and a comment every 15 s")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = WindowEvent.class)))
    public Multi<OutboundSseEvent> windows(
            @QueryParam("source") @Parameter(description = "Window group: live, or a file's node name; absent: all")
                    String source) {
        return withHeartbeats(windows.listen(source, access.get())
                .map(window -> sse.newEventBuilder()
                        .name("window")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(WindowEvent.class, window)
                        .build()));
    }

    private Multi<OutboundSseEvent> withHeartbeats(Multi<OutboundSseEvent> events) {
        // the first one at once: the client sees that the stream is open before the first pulse comes
        var heartbeats = Multi.createFrom()
                .ticks()
                .every(HEARTBEAT)
                .onOverflow()
                .drop()
                .map(_ -> sse.newEventBuilder().comment("heartbeat").build());
        return Multi.createBy()
                .merging()
                .streams(heartbeats, events)
                .onOverflow()
                .dropPreviousItems();
    }
}
