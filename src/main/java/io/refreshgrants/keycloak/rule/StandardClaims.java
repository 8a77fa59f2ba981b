package io.refreshgrants.keycloak.rule;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The claims about a person for which OpenID Connect has scopes (OpenID Connect Core section 5.4). Of a token's own
 * fields, rules may write only these.
 */
public final class StandardClaims {

    private static final Map<String, Set<String>> OF_SCOPE = Map.of(
            "profile",
            Set.of(
                    "name",
                    "family_name",
                    "given_name",
                    "middle_name",
                    "nickname",
                    "preferred_username",
                    "profile",
                    "picture",
                    "website",
                    "gender",
                    "birthdate",
                    "zoneinfo",
                    "locale",
                    "updated_at"),
            "email",
            Set.of("email", "email_verified"),
            "phone",
            Set.of("phone_number", "phone_number_verified"),
            "address",
            Set.of("address"));

    private StandardClaims() {}

    /** Whether the name is one of them, in exactly this spelling. */
    public static boolean contains(String name) {
        return OF_SCOPE.values().stream().anyMatch(names -> names.contains(name));
    }

    /**
     * Whether a token of this scope may have the claim. A standard claim requires its scope; other claims require none.
     */
    public static boolean isIn(Collection<String> scope, String name) {
        return OF_SCOPE.entrySet().stream()
                .filter(names -> names.getValue().contains(name))
                .allMatch(names -> scope.contains(names.getKey()));
    }
}
