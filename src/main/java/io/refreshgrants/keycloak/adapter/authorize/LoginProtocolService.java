package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.introspect.ManagedUserinfoEndpoint;
import io.refreshgrants.keycloak.adapter.issue.ManagedTokens;
import io.refreshgrants.keycloak.adapter.revoke.RevocationEndpoint;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.protocol.oidc.endpoints.LogoutEndpoint;

/**
 * Keycloak's OpenID Connect endpoints with some replaced: authorization, userinfo, revocation, and logout with a
 * refresh token.
 */
public final class LoginProtocolService extends OIDCLoginProtocolService {

    private final KeycloakSession session;
    private final EventBuilder event;

    LoginProtocolService(KeycloakSession session, EventBuilder event) {
        super(session, event);
        this.session = session;
        this.event = event;
    }

    @Override
    @Path("auth")
    public Object auth() {
        return endpoint();
    }

    @Override
    @Path("registrations")
    public Object registrations(@QueryParam(Constants.TOKEN) String token) {
        return endpoint().register(token);
    }

    @Override
    @Path("forgot-credentials")
    public Object forgotCredentialsPage() {
        return endpoint().forgotCredentials();
    }

    private AuthorizationEndpoint endpoint() {
        return new TranslatedAuthorizationEndpoint(session, event, AuthorizationRequest.of(session));
    }

    @Override
    @Path("logout")
    public Object logout() {
        return new LogoutEndpoint(session, new ManagedTokens.OfLogout(), event);
    }

    @Override
    @Path("userinfo")
    public Object issueUserInfo() {
        return new ManagedUserinfoEndpoint(session);
    }

    @Override
    @Path("revoke")
    public Object revoke() {
        return new RevocationEndpoint(session, event);
    }
}
