package io.tidemark.query.access;

import io.smallrye.graphql.api.ErrorCode;

/** A question about all traffic together, of somebody who may see that of some namespaces only: 403. */
@ErrorCode("limited-to-namespaces")
public final class Limited extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Limited(String what) {
        super("%s tell of all traffic together, and you may see that of your namespaces only".formatted(what));
    }
}
