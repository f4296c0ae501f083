package io.tidemark.query.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** Who may ask what, once there is a login (quarkus.oidc.auth-server-url). */
@ConfigMapping(prefix = "tidemark.query.access")
public interface AccessConfig {
    /** Roles of the token that make a viewer, who may ask for traffic; names with commas between. */
    @WithDefault("viewer")
    List<String> viewerRoles();

    /** Roles of the token that make an operator, who may do what a viewer may, and ask for packets to be captured. */
    @WithDefault("operator")
    List<String> operatorRoles();

    /** Roles of the token that make an admin, who may do everything. */
    @WithDefault("admin")
    List<String> adminRoles();

    /**
     * Claim of the token with the namespaces whose traffic its bearer may see, a list or one name; a slash goes into an object, as in
     * `tidemark/namespaces`. `*` among them is all. Traffic is seen that either end of is in one of them.
     */
    @WithDefault("namespaces")
    String namespacesClaim();

    /** Whether who has no such claim sees nothing; false: everything. One of another form sees nothing either way. */
    @WithDefault("false")
    boolean namespacesRequired();

    /** Whether who is limited to namespaces sees the names of the other end too where it is in none of them; false: its address alone. */
    @WithDefault("true")
    boolean peerNames();
}
