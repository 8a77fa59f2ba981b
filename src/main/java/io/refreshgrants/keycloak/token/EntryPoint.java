package io.refreshgrants.keycloak.token;

import org.keycloak.models.KeycloakSession;

/** Through which door a request came in: it decides the wording of answers and whether a request is managed. */
public enum EntryPoint {
    /** One of Auth0's paths: every request is managed, scopes nobody has are dropped, audiences must exist. */
    AUTH0,
    /** One of Keycloak's own. */
    KEYCLOAK;

    private static final String ATTRIBUTE = EntryPoint.class.getName();

    /** Notes that the request of this session came in here. */
    public void enter(KeycloakSession session) {
        session.setAttribute(ATTRIBUTE, this);
    }

    public static EntryPoint of(KeycloakSession session) {
        return session.getAttributeOrDefault(ATTRIBUTE, KEYCLOAK);
    }

    public static boolean isAuth0(KeycloakSession session) {
        return of(session) == AUTH0;
    }
}
