package io.refreshgrants.keycloak.behaviour.sdk;

import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.Parameters;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * One of Auth0's SDKs for phones, by the requests that its published source makes. {@code auth0_flutter} makes those of the first two, and
 * so does {@code react-native-auth0} when it logs in or out by a browser.
 */
enum MobileSdk {
    SWIFT(
            "Auth0.swift",
            "3.1.0",
            "com.example.shop://%s/ios/com.example.shop/callback",
            Http.JSON,
            null,
            "?federated&returnTo=%1$s&client_id=%2$s"),
    ANDROID(
            "Auth0.Android",
            "3.18.0",
            "com.example.shop://%s/android/com.example.shop/callback",
            "application/json; charset=utf-8",
            null,
            "?returnTo=%1$s&auth0Client=e30%%3D&client_id=%2$s&federated=1"),
    REACT_NATIVE(
            "react-native-auth0",
            "5.11.0",
            "com.example.shop.auth0://%s/ios/com.example.shop/callback",
            Http.JSON,
            "openid profile email",
            "?federated=true&client_id=%2$s&returnTo=%1$s");

    static final String CLIENT = "native-app";

    private final String name;
    private final String version;
    private final String callback;
    private final String contentType;
    private final String refreshedScope;
    private final String logout;

    MobileSdk(String name, String version, String callback, String contentType, String refreshedScope, String logout) {
        this.name = name;
        this.version = version;
        this.callback = callback;
        this.contentType = contentType;
        this.refreshedScope = refreshedScope;
        this.logout = logout;
    }

    /** Where its application is sent back to after a login and after a logout. */
    String callback(String domain) {
        return callback.formatted(domain);
    }

    /** The query of a login. */
    Parameters authorize(String domain, String audience) {
        return Browser.withPkce(Parameters.of(
                "scope",
                "openid profile email offline_access read:orders",
                "client_id",
                CLIENT,
                "response_type",
                "code",
                "redirect_uri",
                callback(domain),
                "state",
                "the-state",
                "nonce",
                "the-nonce",
                "audience",
                audience,
                "auth0Client",
                telemetry()));
    }

    /** The query of a logout that ends the session of the identity provider, too. */
    String logout(String domain) {
        return logout.formatted(Http.encode(callback(domain)), CLIENT);
    }

    Parameters exchange(String code, String domain) {
        return Parameters.of(
                "client_id",
                CLIENT,
                "grant_type",
                "authorization_code",
                "code",
                code,
                "code_verifier",
                Browser.VERIFIER,
                "redirect_uri",
                callback(domain));
    }

    Parameters password(String user, String audience) {
        return Parameters.of(
                "client_id", CLIENT,
                "grant_type", "http://auth0.com/oauth/grant-type/password-realm",
                "username", user,
                "password", user,
                "realm", "Username-Password-Authentication",
                "audience", audience,
                "scope", "openid profile email offline_access");
    }

    Parameters refresh(String token) {
        return Parameters.of("client_id", CLIENT, "grant_type", "refresh_token", "refresh_token", token)
                .with("scope", refreshedScope);
    }

    static Parameters revoke(String token) {
        return Parameters.of("client_id", CLIENT, "token", token);
    }

    /** A POST of JSON. */
    HttpRequest.Builder posted(HttpRequest.Builder request, Parameters body) {
        return described(request)
                .setHeader("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(Http.json(body)));
    }

    /** A GET, which has the content type of a body in some of them. */
    HttpRequest.Builder described(HttpRequest.Builder request) {
        headers().forEach(request::setHeader);
        return request.setHeader("Auth0-Client", telemetry());
    }

    private Map<String, String> headers() {
        return switch (this) {
            case SWIFT -> Map.of("Content-Type", Http.JSON);
            case ANDROID -> Map.of("Accept-Language", "en_US");
            case REACT_NATIVE -> Map.of("Content-Type", Http.JSON, "Accept", Http.JSON);
        };
    }

    private String telemetry() {
        String who = "{\"name\":\"" + name + "\",\"version\":\"" + version + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(who.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
