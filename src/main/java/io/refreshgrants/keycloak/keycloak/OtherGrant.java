package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.protocol.oidc.refresh.RefreshTokenException;

/** Grants that we do not override. They never give a managed refresh token; their scope says whether they are managed. */
final class OtherGrant {

    private OtherGrant() {}

    /** What such a grant issues, if it is managed. */
    static Optional<Issuance> issuance(KeycloakSession session, InitialRefreshTokenContext context) {
        if (context.responseBuilder().getAccessToken().getAuthorization() != null) {
            return Optional.empty(); // A requesting party token (UMA) is for a resource server of Keycloak's.
        }
        ClientSessionContext clientSessionCtx = context.clientSessionCtx();
        ClientModel client = clientSessionCtx.getClientSession().getClient();
        Scopes asked = Scopes.parse(clientSessionCtx.getScopeString(true))
                .where(name -> !client.getClientScopes(true).containsKey(name));
        return Issuance.of(session, client, asked).map(Issuance::withoutOfflineAccess);
    }

    /** It asks for nothing but a refresh token where one is made, and would say that it gives one. */
    static void refuseTokenExchange(KeycloakSession session) {
        String grantType =
                session.getContext().getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.GRANT_TYPE);
        if (OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(grantType)) {
            throw new RefreshTokenException(
                    OAuthErrorException.INVALID_REQUEST, "A refresh token for an API comes from a login only");
        }
    }
}
