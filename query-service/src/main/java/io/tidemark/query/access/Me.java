package io.tidemark.query.access;

import java.util.List;

/**
 * Who asks, and what they may do.
 *
 * @param login      whether there is a login at all; false: everybody may do everything
 * @param name       for a person; null: there is no login
 * @param roles      of viewer, operator, admin
 * @param namespaces whose traffic is seen; null: all traffic is
 */
public record Me(boolean login, String name, List<String> roles, List<String> namespaces) {}
