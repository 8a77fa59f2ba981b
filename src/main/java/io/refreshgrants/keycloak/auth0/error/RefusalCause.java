package io.refreshgrants.keycloak.auth0.error;

/** Causes of refusals for which Auth0 has its own words. */
public enum RefusalCause {
    /** The refresh token or code is dead, or was never valid. */
    DEAD_GRANT,
    USER_DELETED,
    USER_DISABLED,
    WRONG_CREDENTIALS,
    /** The password was right, but the login requires a second factor. */
    SECOND_FACTOR_MISSING,
    ACCOUNT_NOT_SET_UP,
    GRANT_NOT_ALLOWED,
    WRONG_REDIRECT_URI,
    WRONG_VERIFIER,
    /** Proof of possession of the token's key is missing or wrong. The token itself is still valid. */
    WRONG_DPOP_PROOF,
    /** The same for a token bound to a certificate. */
    WRONG_CERTIFICATE,
    /** Not a refusal: Keycloak failed, and reports it with the error code of a wrong secret. */
    SERVER_FAILURE,
    FOREIGN_ORIGIN,
    /** The user said no on the page of a device login. */
    LOGIN_DENIED
}
