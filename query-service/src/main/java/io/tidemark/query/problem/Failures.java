package io.tidemark.query.problem;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Limited;
import org.jboss.logging.Logger;

/** GraphQL tells every failure to who asked; what is not the asker's fault is also told to us. */
public final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    private Failures() {}

    /** The same answer; logs why there is none, unless the question was wrong. */
    public static <T> Uni<T> logged(Uni<T> answer) {
        return answer.onFailure(
                        e -> !(e instanceof MalformedParameter || e instanceof TooExpensive || e instanceof Limited))
                .invoke(e -> LOG.error("a GraphQL query failed", e));
    }
}
