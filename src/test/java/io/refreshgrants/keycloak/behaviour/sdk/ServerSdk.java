package io.refreshgrants.keycloak.behaviour.sdk;

import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.Parameters;
import java.util.HashMap;
import java.util.Map;

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

    Map<String, Object> exchange(String code) {
        Map<String, Object> body = new HashMap<>(WEB_APP.code(code));
        if (this == RUBY) {
            body.putAll(Map.of("connection", "facebook", "scope", "openid"));
        }
        return body;
    }

    /** A login without a scope, at an API. */
    Map<String, Object> password(String user) {
        Map<String, Object> body = new HashMap<>(Parameters.of("username", user, "password", user, "audience", ORDERS));
        body.putAll(WEB_APP.credentials());
        switch (this) {
            case PYTHON -> {
                body.put("grant_type", "http://auth0.com/oauth/grant-type/password-realm");
                body.put("realm", null);
                body.put("scope", null);
            }
            case RUBY -> {
                body.put("grant_type", "password");
                body.put("connection", "Username-Password-Authentication");
                body.put("scope", "openid");
                body.put("id_token", null);
                body.put("device", null);
            }
            case PHP -> {
                body.put("grant_type", "http://auth0.com/oauth/grant-type/password-realm");
                body.put("realm", "Username-Password-Authentication");
                body.put("auth0_forwarded_for", "192.0.2.1");
            }
            case DOTNET -> {
                body.put("grant_type", "password");
                body.put("scope", "");
            }
            case GO -> body.put("grant_type", "password");
        }
        return body;
    }

    Map<String, Object> refresh(String token) {
        Map<String, Object> body = new HashMap<>(WEB_APP.refresh(token));
        if (this == PYTHON) {
            body.put("scope", "");
        }
        return body;
    }

    Map<String, Object> revoke(String token) {
        return new HashMap<>(WEB_APP.revoke(token));
    }

    Map<String, Object> push(String scope) {
        Map<String, Object> body = new HashMap<>(WEB_APP.credentials());
        body.putAll(Map.of("response_type", "code", "redirect_uri", CALLBACK, "audience", ORDERS, "scope", scope));
        return body;
    }
}
