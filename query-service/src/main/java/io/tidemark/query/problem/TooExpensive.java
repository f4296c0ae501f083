package io.tidemark.query.problem;

import io.smallrye.graphql.api.ErrorCode;
import io.tidemark.query.text.Text;
import java.util.Locale;

/** A question whose answer would read too much: 400, saying how to ask for less. */
@ErrorCode("too-expensive")
public final class TooExpensive extends Failure {
    private static final long serialVersionUID = 1L;

    /** @param detail how much it would be, and how to ask for less */
    public TooExpensive(Text detail) {
        this(detail, Locale.ENGLISH);
    }

    private TooExpensive(Text detail, Locale language) {
        super(detail, language);
    }

    @Override
    public TooExpensive in(Locale language) {
        return new TooExpensive(detail(), language);
    }

    @Override
    public Problem problem(Locale language) {
        return new Problem(
                "urn:tidemark:problem:too-expensive",
                Text.of("The answer would cost too much").in(language),
                400,
                detail().in(language));
    }
}
