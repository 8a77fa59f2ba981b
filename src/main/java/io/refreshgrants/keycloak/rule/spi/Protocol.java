package io.refreshgrants.keycloak.rule.spi;

/**
 * By which request tokens are issued, in Auth0's words: {@code context.protocol} of a rule.
 *
 * @since 26.0
 */
public enum Protocol {
    /** A code is exchanged after a login in the browser. */
    AUTHORIZATION_CODE("oidc-basic-profile"),
    /** The authorization endpoint answers with tokens. */
    IMPLICIT("oidc-implicit-profile"),
    /** The authorization endpoint answers with tokens and a code. */
    HYBRID("oidc-hybrid-profile"),
    /** The application sends the user's password. */
    PASSWORD("oauth2-password"),
    /** A device exchanges its code. */
    DEVICE_CODE("oauth2-device-code"),
    /** The user has let a login by backchannel pass. */
    CIBA("oidc-ciba"),
    /** A JWT of an identity provider is exchanged (RFC 7523 section 2.1). */
    JWT_BEARER("oauth2-jwt-bearer"),
    /** Any other grant by which a user's tokens are issued (RFC 6749 section 4.5). */
    EXTENSION("oauth2-extension-grant"),
    /** A refresh token is exchanged. */
    REFRESH_TOKEN("oauth2-refresh-token");

    private final String code;

    Protocol(String code) {
        this.code = code;
    }

    /** {@return what a script compares with} */
    public String code() {
        return code;
    }

    /** {@return whether the application asks at the authorization endpoint, by the parameters of its query} */
    public boolean isAuthorizationRequest() {
        return this == AUTHORIZATION_CODE || this == IMPLICIT || this == HYBRID;
    }

    /** {@return whether the user has just logged in} */
    public boolean isLogin() {
        return this != REFRESH_TOKEN;
    }
}
