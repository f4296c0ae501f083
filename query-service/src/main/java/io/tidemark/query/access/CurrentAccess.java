package io.tidemark.query.access;

/** What who asks now may see. To be asked where a request comes in, and handed on: later, on another thread, it is another's. */
@FunctionalInterface
public interface CurrentAccess {
    /** {@link Access#NOTHING} where nobody is known. */
    Access get();
}
