package io.refreshgrants.keycloak.auth0.error;

/** What a refusal was about, where Auth0 has words of its own for it. */
public enum RefusalCause {
    /** The refresh token or the code is good for nothing any more, or never was. */
    DEAD_GRANT,
    USER_DELETED,
    USER_DISABLED,
    WRONG_CREDENTIALS,
    /** The password was right, and the login asks for more. */
    SECOND_FACTOR_MISSING,
    ACCOUNT_NOT_SET_UP,
    GRANT_NOT_ALLOWED,
    WRONG_REDIRECT_URI,
    WRONG_VERIFIER,
    /** The proof of the key that a token is bound to is missing or wrong: the token itself is still good. */
    WRONG_DPOP_PROOF,
    /** The same with a certificate. */
    WRONG_CERTIFICATE,
    /** No refusal, in truth: Keycloak failed, and says so with the code of a wrong secret. */
    SERVER_FAILURE,
    FOREIGN_ORIGIN
}
