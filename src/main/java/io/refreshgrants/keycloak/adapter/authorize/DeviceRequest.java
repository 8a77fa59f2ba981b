package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.issue.ScopeDecision;
import io.refreshgrants.keycloak.adapter.request.AskedAudience;
import io.refreshgrants.keycloak.adapter.request.ChangedRequest;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventBuilder;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * A device authorization request (RFC 8628 section 3.1), translated once Keycloak has authenticated the client: only then
 * is it known whose APIs may be asked for.
 */
public final class DeviceRequest extends ChangedRequest {

    private final KeycloakSession session;
    private final EventBuilder event;
    private final MultivaluedMap<String, String> sent;

    private DeviceRequest(KeycloakSession session, EventBuilder event, HttpRequest request) {
        super(request, HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_FORM_URLENCODED);
        this.session = session;
        this.event = event;
        this.sent = request.getDecodedFormParameters();
    }

    /** Shows Keycloak the session's request in this way. */
    public static void install(KeycloakSession session, EventBuilder event) {
        session.getContext()
                .setHttpRequest(
                        new DeviceRequest(session, event, session.getContext().getHttpRequest()));
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        ClientModel client = session.getContext().getClient();
        return client == null ? sent : translated(client);
    }

    private MultivaluedMap<String, String> translated(ClientModel client) {
        Scopes asked =
                Scopes.parse(ScopeDecision.grantable(session, client, sent.getFirst(OAuth2Constants.SCOPE), false));
        Scopes scope = new LoginScope(session, client, Scopes.parse(""))
                .of(asked.with(
                        AskedAudience.apis(session, client, sent, asked, event, OAuth2Constants.DEVICE_CODE_GRANT_TYPE)
                                .stream()
                                .map(Api::scope)
                                .toList()));
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>(sent);
        form.putSingle(OAuth2Constants.SCOPE, scope.toString());
        return form;
    }
}
