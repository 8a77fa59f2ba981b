package io.refreshgrants.keycloak.keycloak;

import jakarta.ws.rs.Path;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;

/** Keycloak's OpenID Connect endpoints, with ours in two places: authorization requests for an API, and revocation. */
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
        return AuthorizationRequest.of(session)
                .translated()
                .<Object>map(parameters -> new TranslatedAuthorizationEndpoint(session, event, parameters))
                .orElseGet(super::auth);
    }

    @Override
    @Path("revoke")
    public Object revoke() {
        return new RevocationEndpoint(session, event);
    }
}
