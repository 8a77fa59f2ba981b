package io.refreshgrants.keycloak.rule.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Claims that rules add to one token. Names that Keycloak, OAuth or Auth0 need for themselves are ignored without a word,
 * as Auth0 does: a rule can say more about the user, never for whom or how long a token is good.
 */
public final class CustomClaims {

    /** Auth0's restricted claims, and those that carry rights in Keycloak. */
    private static final Set<String> RESTRICTED = Set.of(
            "acr", "act", "active", "amr", "at_hash", "ath", "attest", "aud", "auth_time", "authorization_details", "azp",
            "c_hash", "client_id", "cnf", "cty", "dest", "entitlements", "events", "exp", "groups", "gty", "htm", "htu",
            "iat", "internalService", "iss", "jcard", "jku", "jti", "jwe", "jwk", "kid", "may_act", "mky", "nbf", "nonce",
            "object_id", "org_id", "org_name", "orig", "origid", "permissions", "roles", "rph", "s_hash", "sid", "sub",
            "sub_jwk", "toe", "txn", "typ", "uuid", "vot", "vtm", "x5t#S256",
            "allowed-origins", "authorization", "category", "realm_access", "resource_access", "scope", "session_state",
            "trusted-certs");

    private static final Set<String> RESTRICTED_PREFIXES = Set.of("sip_", "urn:auth0", "rg_");

    private final Map<String, Object> claims = new LinkedHashMap<>();

    /**
     * Sets a claim.
     *
     * @param value what JSON can say: text, numbers, booleans, lists and maps of these; null takes the claim out again
     * @return whether the name may be set; if not, nothing happened
     */
    public boolean set(String name, Object value) {
        if (isRestricted(name)) {
            return false;
        }
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }
        return true;
    }

    /** Puts these claims in the place of all that were set. */
    public void replace(Map<String, ?> all) {
        claims.clear();
        all.forEach(this::set);
    }

    /** What has been set so far. */
    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(claims);
    }

    /** Whether rules may not set a claim of this name. */
    public static boolean isRestricted(String name) {
        return name.isEmpty() || RESTRICTED.contains(name) || RESTRICTED_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
