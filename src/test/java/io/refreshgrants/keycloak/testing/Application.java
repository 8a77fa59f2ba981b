package io.refreshgrants.keycloak.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An application of the demo realm as its developer knows it. */
public record Application(String clientId, String secret) {

    public static final Application WEB_APP = new Application("web-app", "web-app-secret");
    public static final Application OTHER_APP = new Application("other-app", "other-app-secret");
    public static final Application NATIVE_APP = new Application("native-app", null);
    public static final Application SPA = new Application("spa", null);
    public static final Application ROTATING_APP = new Application("rotating-app", "rotating-app-secret");
    public static final Application MACHINE = new Application("machine", "machine-secret");

    public static final String ORDERS = "https://api.example.com/orders";
    public static final String BILLING = "https://api.example.com/billing";
    public static final String REPORTS = "https://api.example.com/reports";
    public static final String CALLBACK = "http://localhost:3000/callback";

    /** The credentials as body parameters (client_secret_post). */
    public Parameters credentials() {
        return Parameters.of("client_id", clientId).with("client_secret", secret);
    }

    /** The credentials as a header (client_secret_basic). */
    public String basic() {
        return "Basic "
                + Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    public Parameters password(String user, String audience, String scope) {
        return credentials()
                .with("grant_type", "password")
                .with("username", user)
                .with("password", user)
                .with("audience", audience)
                .with("scope", scope);
    }

    public Parameters refresh(String refreshToken) {
        return credentials().with("grant_type", "refresh_token").with("refresh_token", refreshToken);
    }

    public Parameters revoke(String token) {
        return credentials().with("token", token);
    }

    public Parameters code(String code) {
        return credentials()
                .with("grant_type", "authorization_code")
                .with("code", code)
                .with("redirect_uri", CALLBACK);
    }
}
