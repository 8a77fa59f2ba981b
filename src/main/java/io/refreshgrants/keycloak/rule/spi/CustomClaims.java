package io.refreshgrants.keycloak.rule.spi;

import java.util.Map;

/**
 * Claims that rules add to one token. Rules can describe the user, but cannot change whom the token is for or how long
 * it lives: as in Auth0, names that Keycloak, OAuth or Auth0 use are ignored. The claims about a person for which
 * OpenID Connect has scopes may be set (OpenID Connect Core section 5.4).
 *
 * @since 26.0
 */
public interface CustomClaims {

    /**
     * Sets a claim.
     *
     * @param name the claim's name
     * @param value a JSON value: text, numbers, booleans, lists and maps of these; null removes the claim
     * @return whether the name may be set; if not, nothing has changed
     */
    boolean set(String name, Object value);

    /**
     * Replaces all claims set so far.
     *
     * @param all the claims by name
     */
    void replace(Map<String, ?> all);

    /** {@return the claims set so far, unmodifiable} */
    Map<String, Object> asMap();
}
