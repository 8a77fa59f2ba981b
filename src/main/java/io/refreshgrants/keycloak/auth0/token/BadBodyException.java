package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.auth0.error.Auth0Error;

/** The request's body is refused before Keycloak sees it. */
final class BadBodyException extends Exception {

    private final transient Auth0Error answer;

    BadBodyException(Auth0Error answer) {
        super(answer.description());
        this.answer = answer;
    }

    Auth0Error answer() {
        return answer;
    }
}
