package io.tidemark.query.problem;

import io.smallrye.graphql.api.ErrorCode;

/** A parameter that cannot be read or is out of its range: 400, naming it. */
@ErrorCode("malformed-parameter")
public final class MalformedParameter extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String parameter;

    /**
     * @param parameter its name as the client wrote it
     * @param reason    what is wrong and what would be right, for a person
     */
    public MalformedParameter(String parameter, String reason) {
        super("%s: %s".formatted(parameter, reason));
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}
