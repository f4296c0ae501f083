package io.tidemark.query.problem;

import io.smallrye.graphql.api.ErrorCode;

/** A question whose answer would read too much: 400, saying how to ask for less. */
@ErrorCode("too-expensive")
public final class TooExpensive extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooExpensive(String reason) {
        super(reason);
    }
}
