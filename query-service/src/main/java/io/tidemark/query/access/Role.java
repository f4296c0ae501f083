package io.tidemark.query.access;

import java.util.List;

/** The roles, each of which may do what the one before may (docs/how-to/secure.md). */
public final class Role {
    /** May ask for traffic. */
    public static final String VIEWER = "viewer";

    /** May ask for packets to be captured. */
    public static final String OPERATOR = "operator";

    /** May do everything. */
    public static final String ADMIN = "admin";

    /** The least first. */
    static final List<String> ALL = List.of(VIEWER, OPERATOR, ADMIN);

    private Role() {}
}
