package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** A resource that a request has been routed to. It answers, too, for what the server finds wrong around it. */
public interface RoutedResource {

    /** Answers in place of the server, which failed or refused without asking the resource. */
    Response failed(Throwable failure);

    /** Says that the request is this resource's from now on. */
    static void routed(KeycloakSession session, RoutedResource resource) {
        session.setAttribute(RoutedResource.class.getName(), resource);
    }

    static Optional<RoutedResource> of(KeycloakSession session) {
        return session == null
                ? Optional.empty()
                : Optional.ofNullable(session.getAttribute(RoutedResource.class.getName(), RoutedResource.class));
    }
}
