package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.utils.KeycloakSessionUtil;

/** Corrects the response of a managed request on its way out, whichever endpoint and grant produced it. */
@Provider
public final class ManagedResponseFilter implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        correct(KeycloakSessionUtil.getKeycloakSession(), response.getEntity());
    }

    public static void correct(KeycloakSession session, Object entity) {
        if (session != null && entity instanceof AccessTokenResponse answer) {
            RequestState.of(session).managed().ifPresent(managed -> managed.correct(answer));
        }
    }
}
