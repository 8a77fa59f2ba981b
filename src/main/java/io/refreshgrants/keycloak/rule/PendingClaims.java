package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.rule.spi.CustomClaims;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The claims that rules have set for a token, and the names that they tried to set but may not. */
final class PendingClaims implements CustomClaims {

    private final Map<String, Object> claims = new LinkedHashMap<>();
    private final Set<String> ignored = new LinkedHashSet<>();

    @Override
    public boolean set(String name, Object value) {
        if (ReservedClaims.contain(name)) {
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

    @Override
    public void replace(Map<String, ?> all) {
        claims.clear();
        all.forEach(this::set);
    }

    @Override
    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(claims);
    }

    Set<String> ignored() {
        return Collections.unmodifiableSet(ignored);
    }
}
