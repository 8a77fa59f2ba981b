package io.refreshgrants.keycloak.adapter.issue;

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
 * Keycloak's reading of refresh tokens, for managed ones. Two of their claims are meant for a server without this
 * extension, which knows nothing of the ledger: {@code exp}, after which it refuses, and a {@code sid} that leads it to no
 * session.
 */
public final class ManagedTokens {

    private ManagedTokens() {}

    /** The session that a managed token rests on takes the place of the {@code sid} it carries. */
    public static void restOnSession(KeycloakSession session, AccessToken token) {
        FamilyClaim.read(token)
                .flatMap(session.getProvider(Ledger.class)::find)
                .ifPresent(entry -> token.setSessionId(entry.family().sessionId()));
    }

    /** For a refresh: the ledger, not {@code exp}, says whether a managed token has come to its end, and why. */
    public static final class OfRefresh extends TokenManager {

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

    /** For a logout with a refresh token: Keycloak looks for its session. */
    public static final class OfLogout extends TokenManager {

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
