package io.refreshgrants.keycloak.adapter.issue;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;

/**
 * A refresh token that is made only because Keycloak's code insists on one while it builds an answer, and that goes before the
 * answer is given. The offline session of a family has one credential, the family's own: with another one that is not in the
 * ledger, rotation, lifetimes, rules and revocation of the grant could be walked round.
 */
public final class WithheldRefreshToken {

    private static final String ATTRIBUTE = WithheldRefreshToken.class.getName();

    private WithheldRefreshToken() {}

    /** Has the refresh token of an answer withheld. */
    public static void of(KeycloakSession session, AccessTokenResponseBuilder builder) {
        session.setAttribute(ATTRIBUTE, builder);
    }

    /** Takes it out of the answer, if one is to be withheld. */
    static void drop(KeycloakSession session) {
        AccessTokenResponseBuilder builder = session.getAttribute(ATTRIBUTE, AccessTokenResponseBuilder.class);
        if (builder != null) {
            builder.removeRefreshToken();
        }
    }
}
