package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.LoginIssuance;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.token.Scopes;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/** A login in a browser whose tokens are asked for at the token endpoint: with an authorization code or a device code. */
final class GrantedLogin {

    private GrantedLogin() {}

    /**
     * Decides what the login gets by what Keycloak has granted to the user.
     *
     * @param asked the scope that was asked for at the login
     * @return the login with the scopes that it gets; the same if it is not managed
     */
    static ClientSessionContext decide(OAuth2GrantType.Context grant, ClientSessionContext login, Scopes asked) {
        return LoginIssuance.grantedOrRefused(grant.getSession(), login, asked, grant.getEvent(), grant.getGrantType())
                .map(issuance -> {
                    RequestState.of(grant.getSession()).manage(issuance, grant.getEvent());
                    return AskedScopes.narrow(
                            grant.getSession(),
                            login,
                            issuance.offlineAccess() ? asked : asked.without(Scopes.OFFLINE_ACCESS));
                })
                .orElse(login);
    }

    /** Notes what builds the response. Keycloak shows it to a grant in one method only where no refresh token is made. */
    static void isBuiltBy(OAuth2GrantType.Context grant, AccessTokenResponseBuilder builder) {
        RequestState.of(grant.getSession()).managed().ifPresent(response -> response.builtBy(builder));
    }
}
