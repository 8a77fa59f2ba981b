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
 * Writes the claims of rules into the tokens, after everything else that adds claims. As in Auth0, a rule's claim
 * replaces a mapper's.
 */
public final class RuleClaims {

    /** The only standard claim without a field in Keycloak's classes. */
    private static final String ADDRESS = IDToken.ADDRESS;

    private RuleClaims() {}

    /** Refuses claims that do not fit into a token, such as a number as a name, before anything is written. */
    public static void check(PendingIssuance issuance) {
        put(new AccessToken(), issuance.accessToken().asMap());
        put(new IDToken(), issuance.idToken().asMap());
    }

    /**
     * Writes into an access token.
     *
     * @throws RuleRefusedException when anything but the rules' claims would change; the token must not be issued
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

    /** Writes into an ID token. */
    public static void apply(PendingIssuance issuance, IDToken token) {
        TokenSnapshot before = TokenSnapshot.of(token);
        Map<String, Object> claims = new HashMap<>(issuance.idToken().asMap());
        claims.keySet().removeIf(name -> !StandardClaims.isIn(issuance.scope(), name));
        put(token, claims);
        before.check(token, claims.keySet());
    }

    /** Writes the ID token's rule claims into userinfo, as far as the access token's scope allows. */
    public static void apply(Map<String, Object> idToken, Scopes scope, IDToken userinfo) {
        Map<String, Object> claims = new HashMap<>(idToken);
        claims.keySet().removeIf(name -> !StandardClaims.isIn(scope.names(), name));
        put(userinfo, claims);
    }

    /**
     * Writes standard claims into their fields, through Jackson, and removes a mapper's claim of the same name: both
     * would be in the token. All other claims are kept beside the fields.
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
