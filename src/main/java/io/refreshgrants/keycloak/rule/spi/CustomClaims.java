package io.refreshgrants.keycloak.rule.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Claims that rules add to one token. Names that Keycloak, OAuth or Auth0 need for themselves are ignored without a word,
 * as Auth0 does: a rule can say more about the user, never for whom or how long a token is good.
 */
public final class CustomClaims {

    private final Map<String, Object> claims = new LinkedHashMap<>();
    private final Set<String> ignored = new LinkedHashSet<>();

    /**
     * Sets a claim.
     *
     * @param value what JSON can say: text, numbers, booleans, lists and maps of these; null takes the claim out again
     * @return whether the name may be set; if not, nothing happened
     */
    public boolean set(String name, Object value) {
        if (isRestricted(name)) {
            ignored.add(name);
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

    /** The names that were asked for and may not be set. */
    public Set<String> ignored() {
        return Collections.unmodifiableSet(ignored);
    }

    /**
     * Whether rules may not set a claim of this name: one that is needed by the protocol or carries rights, or one that is
     * called like a member of Keycloak's token classes, in whatever spelling. {@link StandardClaims} may be set.
     */
    public static boolean isRestricted(String name) {
        return ReservedClaims.contain(name);
    }
}
