package io.refreshgrants.keycloak.keycloak;

import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** A resource that has been found for a request whose body the server has still to read. */
public interface AwaitedBody {

    /** Answers in place of the resource: the server could not read the body. */
    Response unreadable(Throwable failure);

    /** Says that the server is about to read the body for this resource. */
    static void await(KeycloakSession session, AwaitedBody resource) {
        session.setAttribute(AwaitedBody.class.getName(), resource);
    }

    /** Says that the body has been read. */
    static void arrived(KeycloakSession session) {
        session.removeAttribute(AwaitedBody.class.getName());
    }

    static Optional<AwaitedBody> of(KeycloakSession session) {
        return session == null
                ? Optional.empty()
                : Optional.ofNullable(session.getAttribute(AwaitedBody.class.getName(), AwaitedBody.class));
    }
}
