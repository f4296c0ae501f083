package io.tidemark.query.access;

import io.smallrye.graphql.api.ErrorCode;
import io.tidemark.query.problem.Failure;
import io.tidemark.query.problem.Problem;
import io.tidemark.query.text.Text;
import java.util.Locale;

/** A question about all traffic together, of somebody who may see that of some namespaces only: 403. */
@ErrorCode("limited-to-namespaces")
public final class Limited extends Failure {
    private static final long serialVersionUID = 1L;

    /** @param what cannot be told of some namespaces */
    Limited(Text what) {
        this(
                Text.of("%s tell of all traffic together, and you may see that of your namespaces only", what),
                Locale.ENGLISH);
    }

    private Limited(Text detail, Locale language) {
        super(detail, language);
    }

    @Override
    public Limited in(Locale language) {
        return new Limited(detail(), language);
    }

    @Override
    public Problem problem(Locale language) {
        return new Problem(
                "urn:tidemark:problem:limited-to-namespaces",
                Text.of("Not of your namespaces alone").in(language),
                403,
                detail().in(language));
    }
}
