package io.refreshgrants.keycloak.rule.spi;

/**
 * The kind of request that tokens are issued for, in Auth0's terms: a rule's {@code context.protocol}.
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
    /** The user has approved a backchannel login. */
    CIBA("oidc-ciba"),
    /** A JWT of an identity provider is exchanged (RFC 7523 section 2.1). */
    JWT_BEARER("oauth2-jwt-bearer"),
    /** Any other grant that issues tokens to a user (RFC 6749 section 4.5). */
    EXTENSION("oauth2-extension-grant"),
    /** A refresh token is exchanged. */
    REFRESH_TOKEN("oauth2-refresh-token");

    private final String code;

    Protocol(String code) {
        this.code = code;
    }

    /** {@return the value that scripts compare with} */
    public String code() {
        return code;
    }

    /** {@return whether this is a request to the authorization endpoint, with its parameters in the query} */
    public boolean isAuthorizationRequest() {
        return this == AUTHORIZATION_CODE || this == IMPLICIT || this == HYBRID;
    }

    /** {@return whether the user has just logged in} */
    public boolean isLogin() {
        return this != REFRESH_TOKEN;
    }
}
