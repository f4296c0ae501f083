package io.tidemark.query.access;

import io.smallrye.graphql.api.ErrorCode;
import io.tidemark.query.text.Text;

/** A question about all traffic together, of somebody who may see that of some namespaces only: 403. */
@ErrorCode("limited-to-namespaces")
public final class Limited extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Text detail;

    /** @param what cannot be told of some namespaces */
    Limited(Text what) {
        this(what, Text.of("%s tell of all traffic together, and you may see that of your namespaces only", what));
    }

    private Limited(Text what, Text detail) {
        super(detail.toString());
        this.detail = detail;
    }

    /** What cannot be told, and why. */
    public Text detail() {
        return detail;
    }
}
