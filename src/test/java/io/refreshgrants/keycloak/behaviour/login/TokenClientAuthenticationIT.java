package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client authenticates at {@code /oauth/token}, and what it reads when it does not. */
@KeycloakTest
class TokenClientAuthenticationIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    TokenClientAuthenticationIT(DemoRealm realm) {
        this.realm = realm;
    }

    @ParameterizedTest
    @ValueSource(strings = {Http.JSON, Http.FORM})
    void clientSecretBasicWorks(String contentType) {
        Parameters parameters =
                WEB_APP.password("alice", ORDERS, SCOPE).with("client_id", null).with("client_secret", null);
        String body = contentType.equals(Http.JSON) ? Http.json(parameters) : Http.form(parameters);
        Answer answer = Http.send(
                Http.post(realm.uri("/oauth/token"), contentType, body).header("Authorization", WEB_APP.basic()));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void aWrongSecretIsUnauthorized() {
        assertUnauthorized(realm.token(WEB_APP.password("alice", ORDERS, SCOPE).with("client_secret", "wrong")));
        assertThat(realm.events().newest("LOGIN_ERROR").path("error").asText()).isEqualTo("invalid_client_credentials");
    }

    @Test
    void aMissingSecretIsUnauthorized() {
        assertUnauthorized(realm.token(WEB_APP.password("alice", ORDERS, SCOPE).with("client_secret", null)));
    }

    /** Keycloak fails on them in the words it has for a database that is away, which is a 500. */
    @Test
    void credentialsThatCannotBeDecodedAreUnauthorized() {
        String header =
                "Basic " + Base64.getEncoder().encodeToString("web-app:%ZZ".getBytes(StandardCharsets.US_ASCII));
        for (String path : List.of("/oauth/token", "/oauth/revoke")) {
            var body = Parameters.of("grant_type", "refresh_token", "refresh_token", "x", "token", "x");
            Answer answer = Http.send(
                    Http.post(realm.uri(path), Http.JSON, Http.json(body)).header("Authorization", header));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().path("error").asText()).isIn("access_denied", "invalid_client");
        }
    }

    @Test
    void anUnknownClientIsUnauthorized() {
        assertUnauthorized(realm.token(WEB_APP.password("alice", ORDERS, SCOPE).with("client_id", "nobody")));
        assertThat(realm.events().newest("LOGIN_ERROR").path("error").asText()).isEqualTo("client_not_found");
    }

    @Test
    void noClientAtAllIsUnauthorized() {
        assertUnauthorized(realm.token(Parameters.of("grant_type", "refresh_token", "refresh_token", "x")));
    }

    @Test
    void aDisabledClientIsUnauthorized() {
        String token = realm.refreshToken(OTHER_APP, "alice");
        realm.clients().change(OTHER_APP, client -> client.put("enabled", false));
        try {
            assertUnauthorized(realm.token(OTHER_APP.refresh(token)));
            assertThat(realm.events()
                            .newest("REFRESH_TOKEN_ERROR")
                            .path("error")
                            .asText())
                    .isEqualTo("client_disabled");
        } finally {
            realm.clients().change(OTHER_APP, client -> client.put("enabled", true));
        }
        assertThat(realm.token(OTHER_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void aWrongBasicSecretIsUnauthorizedWithoutAChallenge() {
        Answer answer = Http.send(Http.post(
                        realm.uri("/oauth/token"),
                        Http.JSON,
                        Http.json(Parameters.of("grant_type", "refresh_token", "refresh_token", "x")))
                .header("Authorization", new Application("web-app", "wrong").basic()));

        assertUnauthorized(answer);
        assertThat(answer.headers()).doesNotContainKey("www-authenticate");
    }

    private static void assertUnauthorized(Answer answer) {
        assertThat(answer.refusal()).isEqualTo("401 access_denied: Unauthorized");
    }
}
