package io.refreshgrants.keycloak.adapter.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.rule.StandardClaims;
import io.refreshgrants.keycloak.token.Scopes;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.util.JsonSerialization;

/**
 * Puts what rules said into the tokens, after everything else that adds claims. A rule's claim takes the place of a
 * mapper's, as in Auth0.
 */
public final class RuleClaims {

    /** The one standard claim that Keycloak has no field for. */
    private static final String ADDRESS = IDToken.ADDRESS;

    private RuleClaims() {}

    /** Refuses while nothing has been written yet what would not fit into a token: a number as a name, say. */
    public static void check(PendingIssuance issuance) {
        put(new AccessToken(), issuance.accessToken().asMap());
        put(new IDToken(), issuance.idToken().asMap());
    }

    /**
     * Writes into an access token.
     *
     * @throws RuleRefusedException when the token would not be what it was but for that: it must not be issued
     */
    public static void apply(PendingIssuance issuance, AccessToken token) {
        TokenSnapshot before = TokenSnapshot.of(token);
        if (token.getScope() != null) {
            token.setScope(Scopes.parse(token.getScope())
                    .where(issuance.scope()::contains)
                    .toString());
        }
        Map<String, Object> claims = issuance.accessToken().asMap();
        put(token, claims);
        before.check(token, claims.keySet());
    }

    /** The same for an ID token. */
    public static void apply(PendingIssuance issuance, IDToken token) {
        TokenSnapshot before = TokenSnapshot.of(token);
        Map<String, Object> claims = new HashMap<>(issuance.idToken().asMap());
        claims.keySet().removeIf(name -> !StandardClaims.isIn(issuance.scope(), name));
        put(token, claims);
        before.check(token, claims.keySet());
    }

    /** Writes what rules have put into an ID token into userinfo, as far as the access token's scope allows. */
    public static void apply(Map<String, Object> idToken, Scopes scope, IDToken userinfo) {
        Map<String, Object> claims = new HashMap<>(idToken);
        claims.keySet().removeIf(name -> !StandardClaims.isIn(scope.names(), name));
        put(userinfo, claims);
    }

    /**
     * A standard claim goes into its field, by way of Jackson, and what a mapper has written beside it goes: both would be
     * in the token. All else is kept beside the fields.
     */
    private static void put(IDToken token, Map<String, Object> claims) {
        Map<String, Object> fields = new HashMap<>();
        claims.forEach((name, value) -> {
            if (StandardClaims.contains(name) && !name.equals(ADDRESS)) {
                fields.put(name, value);
                token.getOtherClaims().remove(name);
            } else {
                token.getOtherClaims().put(name, value);
            }
        });
        try {
            JsonNode tree = JsonSerialization.mapper.valueToTree(fields);
            JsonSerialization.mapper.readerForUpdating(token).readValue(tree);
        } catch (IOException | IllegalArgumentException e) {
            throw RuleRefusedException.failed("claims", "A custom claim has a type that its name does not allow");
        }
    }
}
