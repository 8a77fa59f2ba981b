package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.Response;

/** A resource that a request has been routed to. It answers, too, for what the server finds wrong around it. */
public interface RoutedResource {

    /** Answers in place of the server, which failed or refused without asking the resource. */
    Response failed(Throwable failure);
}
