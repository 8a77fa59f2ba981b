package io.refreshgrants.keycloak.token;

/** Through which door a request came in: it decides the wording of answers and whether a request is managed. */
public enum EntryPoint {
    /** One of Auth0's paths: every request is managed, scopes nobody has are dropped, audiences must exist. */
    AUTH0,
    /** One of Keycloak's own. */
    KEYCLOAK
}
