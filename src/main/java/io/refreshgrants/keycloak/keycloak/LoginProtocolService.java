package io.refreshgrants.keycloak.keycloak;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.protocol.oidc.endpoints.LogoutEndpoint;

/**
 * Keycloak's OpenID Connect endpoints, with ours in some places: authorization requests for an API, revocation, and the
 * reading of a refresh token at logout.
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
        return translated().<Object>map(endpoint -> endpoint).orElseGet(super::auth);
    }

    @Override
    @Path("registrations")
    public Object registrations(@QueryParam(Constants.TOKEN) String token) {
        return translated().<Object>map(endpoint -> endpoint.register(token)).orElseGet(() -> super.registrations(token));
    }

    @Override
    @Path("forgot-credentials")
    public Object forgotCredentialsPage() {
        return translated()
                .<Object>map(AuthorizationEndpoint::forgotCredentials)
                .orElseGet(super::forgotCredentialsPage);
    }

    private Optional<AuthorizationEndpoint> translated() {
        return AuthorizationRequest.of(session)
                .translated()
                .map(parameters -> new TranslatedAuthorizationEndpoint(session, event, parameters));
    }

    @Override
    @Path("logout")
    public Object logout() {
        return new LogoutEndpoint(session, new ManagedTokens.OfLogout(), event);
    }

    @Override
    @Path("revoke")
    public Object revoke() {
        return new RevocationEndpoint(session, event);
    }
}
