package io.refreshgrants.keycloak.behaviour.revocation;

import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests to revoke that are wrong, or authenticate the client in another way. */
@KeycloakTest
class RevocationRequestIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RevocableUsers users;

    RevocationRequestIT(DemoRealm realm) {
        this.realm = realm;
        this.users = new RevocableUsers(realm);
    }

    @ParameterizedTest
    @MethodSource("io.refreshgrants.keycloak.behaviour.revocation.RevocableUsers#auth0sWays")
    void aMissingTokenIsNamed(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        assertThat(way.apply(realm).apply(WEB_APP.credentials()).refusal())
                .isEqualTo("400 invalid_request: Missing required parameter: token");
        assertThat(realm.events().reason("REVOKE_GRANT_ERROR")).isEqualTo("Token not provided");
    }

    @Test
    void anEmptyTokenIsAMissingOne() {
        assertThat(realm.revoke(WEB_APP.revoke("")).refusal())
                .isEqualTo("400 invalid_request: Missing required parameter: token");
    }

    @Test
    void aBadSecretIsRefusedAndNothingIsRevoked() {
        String token = realm.refreshToken(WEB_APP, "carol");

        assertThat(realm.revoke(WEB_APP.revoke(token).with("client_secret", "wrong"))
                        .refusal())
                .isEqualTo("401 invalid_client: Client authentication failed");
        assertThat(realm.revoke(WEB_APP.revoke(token).with("client_secret", null))
                        .refusal())
                .isEqualTo("401 invalid_client: Client authentication failed");
        assertThat(users.refreshes(WEB_APP, token)).isTrue();
        assertThat(realm.events().ofType("REVOKE_GRANT_ERROR")).hasSize(2);
    }

    @Test
    void anUnknownClientIsRefused() {
        assertThat(realm.revoke(Parameters.of("client_id", "nobody", "token", "x"))
                        .refusal())
                .isEqualTo("401 invalid_client: Client authentication failed");
        assertThat(realm.revoke(Parameters.of("token", "x")).refusal())
                .isEqualTo("401 invalid_client: Client authentication failed");
    }

    @Test
    void clientSecretBasicWorks() {
        String token = realm.refreshToken(WEB_APP, "carol");
        String basic = Base64.getEncoder().encodeToString("web-app:web-app-secret".getBytes(StandardCharsets.UTF_8));
        Answer answer = Http.send(Http.post(realm.uri("/oauth/revoke"), Http.JSON, Http.json(Map.of("token", token)))
                .header("Authorization", "Basic " + basic));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(users.refreshes(WEB_APP, token)).isFalse();
    }
}
