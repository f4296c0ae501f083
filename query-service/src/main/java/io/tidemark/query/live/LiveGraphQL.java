package io.tidemark.query.live;

import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import io.tidemark.query.access.CurrentAccess;
import io.tidemark.query.access.Role;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.filter.Grain;
import io.tidemark.query.problem.TellsFailures;
import io.tidemark.query.text.Text;
import jakarta.annotation.security.RolesAllowed;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;

/** The present as GraphQL subscriptions, over the WebSocket sub-protocol graphql-transport-ws. */
@GraphQLApi
@RolesAllowed(Role.VIEWER)
@TellsFailures
public class LiveGraphQL {
    private final Pulses pulses;
    private final Windows windows;
    private final CurrentAccess access;

    LiveGraphQL(Pulses pulses, Windows windows, CurrentAccess access) {
        this.pulses = pulses;
        this.windows = windows;
        this.access = access;
    }

    @Subscription
    @Description("What the nodes count, second by second")
    public Multi<PulseEvent> pulses(
            @Description("Condition in CEL over the fields of pulses; absent: all") String filter) {
        access.get().requireAll(Text.of("pulses"));
        return pulses.events(Filter.parse(filter).inMemory(Grain.PULSE));
    }

    @Subscription
    @Description("The windows of the last two minutes, then each as it comes in, and again with each revision")
    public Multi<WindowEvent> windows(
            @Description("Window group: live, or a file's node name; absent: all") String source) {
        return windows.listen(source, access.get());
    }
}
