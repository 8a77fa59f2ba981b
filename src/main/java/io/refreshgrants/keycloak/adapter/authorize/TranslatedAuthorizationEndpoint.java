package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.request.FormRequest;
import io.refreshgrants.keycloak.adapter.rule.KeptParameters;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's authorization endpoint on translated parameters. It reads them as a form for GET, too, because the query
 * of a request cannot be replaced. Rules see the parameters that were sent.
 */
public final class TranslatedAuthorizationEndpoint extends AuthorizationEndpoint {

    private final MultivaluedMap<String, String> sent;
    private final boolean translated;

    public TranslatedAuthorizationEndpoint(KeycloakSession session, EventBuilder event, AuthorizationRequest request) {
        this(session, event, request, request.translated());
    }

    private TranslatedAuthorizationEndpoint(
            KeycloakSession session,
            EventBuilder event,
            AuthorizationRequest request,
            Optional<MultivaluedMap<String, String>> translation) {
        super(installed(session, translation), event);
        this.sent = request.parameters();
        this.translated = translation.isPresent();
    }

    private static KeycloakSession installed(
            KeycloakSession session, Optional<MultivaluedMap<String, String>> translation) {
        translation.ifPresent(parameters -> session.getContext()
                .setHttpRequest(new FormRequest(session.getContext().getHttpRequest(), parameters)));
        return session;
    }

    @Override
    @GET
    public Response buildGet() {
        return translated ? super.buildPost() : super.buildGet();
    }

    @Override
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response buildPost() {
        return super.buildPost();
    }

    @Override
    protected AuthenticationSessionModel createAuthenticationSession(ClientModel client, String requestState) {
        AuthenticationSessionModel login = super.createAuthenticationSession(client, requestState);
        KeptParameters.keep(session, login, sent);
        return login;
    }
}
