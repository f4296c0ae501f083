package io.tidemark.query.problem;

import io.tidemark.query.text.Text;
import java.util.Locale;

/**
 * Why there is no answer, for who asked. REST tells it as problem details, GraphQL as an error that has the same in its
 * extensions, both in a language that is wanted. Its message is English in logs and tests.
 */
public abstract class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Text detail;
    private final Locale language;

    /**
     * @param detail   what is wrong and what would be right
     * @param language of the message
     */
    protected Failure(Text detail, Locale language) {
        super(detail.in(language));
        this.detail = detail;
        this.language = language;
    }

    /** The same with its message in this language. */
    public abstract Failure in(Locale language);

    /** As problem details, in this language. */
    public abstract Problem problem(Locale language);

    /** What is wrong and what would be right. */
    public final Text detail() {
        return detail;
    }

    /** Of its message. */
    public final Locale language() {
        return language;
    }
}
