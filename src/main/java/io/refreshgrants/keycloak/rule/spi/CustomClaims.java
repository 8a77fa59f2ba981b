package io.refreshgrants.keycloak.rule.spi;

import java.util.Map;

/**
 * Claims that rules add to one token. A rule can say more about the user, never for whom or how long a token is good: names
 * that Keycloak, OAuth or Auth0 need for themselves are ignored, as in Auth0. The claims about a person that OpenID Connect
 * has scopes for may be set (OpenID Connect Core section 5.4).
 *
 * @since 26.0
 */
public interface CustomClaims {

    /**
     * Sets a claim.
     *
     * @param name the claim's name
     * @param value what JSON can say: text, numbers, booleans, lists and maps of these; null takes the claim out again
     * @return whether the name may be set; if not, nothing happened
     */
    boolean set(String name, Object value);

    /**
     * Puts these claims in the place of all that were set.
     *
     * @param all the claims by name
     */
    void replace(Map<String, ?> all);

    /** {@return what has been set so far, unmodifiable} */
    Map<String, Object> asMap();
}
