package io.tidemark.query.problem;

import io.smallrye.graphql.api.ErrorCode;
import io.tidemark.query.text.Text;

/** A question whose answer would read too much: 400, saying how to ask for less. */
@ErrorCode("too-expensive")
public final class TooExpensive extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Text detail;

    public TooExpensive(Text detail) {
        super(detail.toString());
        this.detail = detail;
    }

    /** How much it would be, and how to ask for less. */
    public Text detail() {
        return detail;
    }
}
