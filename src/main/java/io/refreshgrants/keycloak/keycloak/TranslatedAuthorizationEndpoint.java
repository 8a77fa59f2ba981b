package io.refreshgrants.keycloak.keycloak;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;

/**
 * Keycloak's authorization endpoint for parameters we have translated. It reads them as a form either way: the query of
 * a request cannot be changed.
 */
public final class TranslatedAuthorizationEndpoint extends AuthorizationEndpoint {

    public TranslatedAuthorizationEndpoint(
            KeycloakSession session, EventBuilder event, MultivaluedMap<String, String> parameters) {
        super(installed(session, parameters), event);
    }

    private static KeycloakSession installed(KeycloakSession session, MultivaluedMap<String, String> parameters) {
        session.getContext()
                .setHttpRequest(new FormRequest(session.getContext().getHttpRequest(), parameters));
        return session;
    }

    @Override
    @GET
    public Response buildGet() {
        return super.buildPost();
    }

    @Override
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response buildPost() {
        return super.buildPost();
    }
}
