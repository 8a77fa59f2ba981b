package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.tenant.TenantTokens;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.token.FamilyClaim;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.http.HttpRequest;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

/**
 * Makes Keycloak read managed refresh tokens correctly. Two of their claims are for a server without this extension,
 * which does not know the ledger: {@code exp} makes it refuse an expired token, and {@code sid} names no session there.
 */
public final class ManagedTokens {

    private ManagedTokens() {}

    /** Replaces the token's {@code sid} by the session that its family rests on. */
    public static void restOnSession(KeycloakSession session, AccessToken token) {
        FamilyClaim.read(token)
                .flatMap(session.getProvider(Ledger.class)::find)
                .ifPresent(entry -> token.setSessionId(entry.family().sessionId()));
    }

    /** A managed token passes Keycloak's check of the issuer: it may have been asked for at the realm's other address. */
    private abstract static class OfEitherAddress extends TokenManager {

        @Override
        public RefreshToken toRefreshToken(KeycloakSession session, String encoded)
                throws JWSInputException, OAuthErrorException {
            RefreshToken token = super.toRefreshToken(session, encoded);
            if (FamilyClaim.read(token).isPresent() && TenantTokens.standsForRealm(session, token)) {
                token.issuer(TenantTokens.keycloaksIssuer(session));
            }
            return token;
        }
    }

    /** For a refresh: the ledger, not {@code exp}, decides whether a managed token has expired and why. */
    public static final class OfRefresh extends OfEitherAddress {

        @Override
        public RefreshToken verifyRefreshToken(
                KeycloakSession session,
                RealmModel realm,
                ClientModel client,
                HttpRequest request,
                String encoded,
                boolean checkExpiration)
                throws OAuthErrorException {
            try {
                return super.verifyRefreshToken(session, realm, client, request, encoded, checkExpiration);
            } catch (OAuthErrorException e) {
                if (checkExpiration && family(session, encoded).isPresent()) {
                    return super.verifyRefreshToken(session, realm, client, request, encoded, false);
                }
                throw e;
            }
        }

        private Optional<String> family(KeycloakSession session, String encoded) throws OAuthErrorException {
            try {
                return FamilyClaim.read(toRefreshToken(session, encoded));
            } catch (JWSInputException e) {
                return Optional.empty();
            }
        }
    }

    /** For a logout with a refresh token: Keycloak finds the family's session. */
    public static final class OfLogout extends OfEitherAddress {

        @Override
        public RefreshToken verifyRefreshToken(
                KeycloakSession session,
                RealmModel realm,
                ClientModel client,
                HttpRequest request,
                String encoded,
                boolean checkExpiration)
                throws OAuthErrorException {
            RefreshToken token = super.verifyRefreshToken(session, realm, client, request, encoded, checkExpiration);
            restOnSession(session, token);
            return token;
        }
    }
}
