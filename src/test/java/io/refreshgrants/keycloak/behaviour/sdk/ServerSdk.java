package io.refreshgrants.keycloak.behaviour.sdk;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.Parameters;

/** One of Auth0's SDKs for servers that no registry within reach has, by the requests that its published source makes. */
enum ServerSdk {

    /** auth0-python: JSON, with null for what the application has not given, and an empty scope at each refresh. */
    PYTHON(Http.JSON, Http.JSON),

    /** ruby-auth0: JSON. The exchange of a code names a scope and a connection, the login what it has not. */
    RUBY(Http.JSON, Http.JSON),

    /** auth0-PHP: JSON up to version 7, with the user's address among the parameters, forms later. */
    PHP(Http.JSON, Http.FORM),

    /** Auth0.NET: forms, in which a scope that is not given is empty. */
    DOTNET(Http.FORM, Http.FORM),

    /** go-auth0: forms, but JSON for the revocation. */
    GO(Http.FORM, Http.JSON);

    private static final String PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm";

    private final String tokenType;
    private final String revocationType;

    ServerSdk(String tokenType, String revocationType) {
        this.tokenType = tokenType;
        this.revocationType = revocationType;
    }

    /** The content type of requests to {@code /oauth/token}. */
    String tokenType() {
        return tokenType;
    }

    /** The content type of requests to {@code /oauth/revoke}. */
    String revocationType() {
        return revocationType;
    }

    Parameters exchange(String code) {
        Parameters body = WEB_APP.code(code);
        return this == RUBY ? body.with("connection", "facebook").with("scope", "openid") : body;
    }

    /** A login at an API, without a scope if the SDK has none of its own. */
    Parameters password(String user) {
        Parameters body = WEB_APP.password(user, ORDERS, null);
        switch (this) {
            case PYTHON -> {
                body.put("grant_type", PASSWORD_REALM);
                body.put("realm", null);
                body.put("scope", null);
            }
            case RUBY -> {
                body.put("connection", "Username-Password-Authentication");
                body.put("scope", "openid");
                body.put("id_token", null);
                body.put("device", null);
            }
            case PHP -> {
                body.put("grant_type", PASSWORD_REALM);
                body.put("realm", "Username-Password-Authentication");
                body.put("auth0_forwarded_for", "192.0.2.1");
            }
            case DOTNET -> body.put("scope", "");
            case GO -> {}
        }
        return body;
    }

    Parameters refresh(String token) {
        Parameters body = WEB_APP.refresh(token);
        return this == PYTHON ? body.with("scope", "") : body;
    }
}
