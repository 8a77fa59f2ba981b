package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.Response;

/** A resource that a request was routed to. It also answers for failures of the server around it. */
public interface RoutedResource {

    /** Answers in place of the server, which failed or refused before it called the resource. */
    Response failed(Throwable failure);
}
