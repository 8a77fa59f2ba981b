package io.refreshgrants.keycloak.adapter.admin;

import io.refreshgrants.keycloak.adapter.request.RoutedResource;
import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.Collision;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.error.KeycloakErrorHandler;

/** Answers for what fails in the admin REST API: who collides with another is told so, and all else is Keycloak's to answer. */
record AdminFailures(KeycloakSession session) implements RoutedResource {

    @Override
    public Response failed(Throwable failure) {
        if (!Collision.isIn(failure)) {
            return KeycloakErrorHandler.getResponse(session, failure);
        }
        session.getTransactionManager().setRollbackOnly();
        return AdminError.collision().getResponse();
    }
}
