package io.refreshgrants.keycloak.adapter.request;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.models.ClientModel;

/**
 * Origins whose scripts may read answers, and which no page posts tokens to. Keycloak's <em>Web origins</em> are for both, while
 * Auth0 has two lists: what is in one of them only is marked.
 */
public final class ScriptOrigins {

    /** The marked ones, separated by spaces. */
    public static final String ATTRIBUTE = "refresh_grants.origins_for_scripts_only";

    /** Keycloak's word for the origins of all redirect URIs. Whatever may be redirected to may be posted to then. */
    private static final String OF_REDIRECT_URIS = "+";

    private ScriptOrigins() {}

    /** Those of a client's web origins. */
    public static Set<String> of(ClientModel client) {
        String marked = client.getAttribute(ATTRIBUTE);
        Set<String> origins = client.getWebOrigins();
        if (marked == null || origins.contains(OF_REDIRECT_URIS)) {
            return Set.of();
        }
        Set<String> found = new TreeSet<>(Arrays.asList(marked.split(" ")));
        found.retainAll(origins);
        return found;
    }
}
