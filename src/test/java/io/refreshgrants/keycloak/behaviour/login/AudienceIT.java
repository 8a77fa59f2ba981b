package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code audience} selects an API, and the access token is for it. */
@KeycloakTest
class AudienceIT {

    private final DemoRealm realm;

    AudienceIT(DemoRealm realm) {
        this.realm = realm;
    }

    private String userinfo() {
        return realm.url() + "/protocol/openid-connect/userinfo";
    }

    private static List<String> audience(Answer answer) {
        JsonNode aud = answer.claims("access_token").path("aud");
        List<String> values = new ArrayList<>();
        if (aud.isTextual()) {
            values.add(aud.asText());
        }
        aud.forEach(value -> values.add(value.asText()));
        return values;
    }

    @ParameterizedTest
    @CsvSource({ORDERS + ",86400", BILLING + ",3600", REPORTS + ",86400"})
    void theTokenIsForTheApiAndLivesAsLongAsItSays(String api, int lifetime) {
        Answer answer = realm.login(WEB_APP, "alice", api, "openid read:orders");

        assertThat(audience(answer)).containsExactly(api, userinfo());
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(lifetime);
        JsonNode claims = answer.claims("access_token");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(lifetime);
        assertThat(claims.path("azp").asText()).isEqualTo("web-app");
        assertThat(claims.path("scope").asText()).contains("read:orders");
    }

    @Test
    void withoutOpenidTheAudienceIsTheApiAlone() {
        Answer answer = realm.login(WEB_APP, "alice", ORDERS, "read:orders");

        assertThat(answer.claims("access_token").path("aud").isTextual()).isTrue();
        assertThat(audience(answer)).containsExactly(ORDERS);
        assertThat(answer.has("id_token")).isFalse();
    }

    @Test
    void theApisScopeIsNotShown() {
        Answer answer = realm.login(WEB_APP, "alice", ORDERS, "openid read:orders");

        assertThat(answer.scope()).contains("openid", "read:orders").doesNotContain("orders-api");
        assertThat(answer.claims("access_token").path("scope").asText()).doesNotContain("orders-api");
    }

    @Test
    void anUnknownApiIsRefused() {
        Answer answer = realm.token(WEB_APP.password("alice", "https://nowhere.example.com", "openid"));

        assertThat(answer.refusal())
                .isEqualTo("403 access_denied: Service not enabled within domain: https://nowhere.example.com");
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("api_not_found");
    }

    @Test
    void anApiThatIsNotAssignedToTheClientIsRefused() {
        realm.clients().assign(OTHER_APP, "billing-api", null);
        try {
            assertThat(realm.token(OTHER_APP.password("alice", BILLING, "openid"))
                            .refusal())
                    .isEqualTo("403 access_denied: Service not enabled within domain: " + BILLING);
            assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("api_not_assigned_to_client");

            assertThat(realm.keycloakToken(OTHER_APP.password("alice", BILLING, "openid"))
                            .refusal())
                    .isEqualTo("403 access_denied: Service not enabled within domain: " + BILLING);
        } finally {
            realm.clients().assign(OTHER_APP, "billing-api", "optional");
        }
    }

    @Test
    void aDefaultScopeIsAsGoodAsAnOptionalOne() {
        realm.clients().assign(OTHER_APP, "billing-api", "default");
        try {
            Answer answer = realm.login(OTHER_APP, "alice", ORDERS, "read:orders");
            assertThat(audience(answer)).containsExactly(ORDERS);
            assertThat(audience(realm.login(OTHER_APP, "alice", BILLING, "read:orders")))
                    .containsExactly(BILLING);
        } finally {
            realm.clients().assign(OTHER_APP, "billing-api", "optional");
        }
    }

    @Test
    void keycloaksEndpointIgnoresAnAudienceThatNamesNoApi() {
        Answer answer = realm.keycloakToken(WEB_APP.password("alice", "account", "openid"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.has("refresh_token"))
                .as("stock: an online refresh token")
                .isTrue();
        assertThat(audience(answer)).doesNotContain(userinfo());
    }

    @Test
    void keycloaksEndpointTakesAnAudienceThatNamesAnApi() {
        Answer answer = realm.keycloakToken(WEB_APP.password("alice", ORDERS, "openid read:orders"));

        assertThat(audience(answer)).containsExactly(ORDERS, userinfo());
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(86400);
    }

    @Test
    void keycloaksIntrospectionAndUserinfoWorkForTheToken() {
        Answer answer = realm.login(WEB_APP, "alice", ORDERS, "openid profile offline_access");

        assertThat(realm.userinfo(answer.accessToken()).text("preferred_username"))
                .isEqualTo("alice");
        Answer introspection = realm.introspect(WEB_APP, answer.accessToken(), null);
        assertThat(introspection.json().path("active").asBoolean()).isTrue();
        assertThat(introspection.json().path("aud").toString()).contains(ORDERS);
    }

    @Test
    void anotherClientMayNotIntrospectTheToken() {
        Answer answer = realm.login(WEB_APP, "alice", ORDERS, "openid");

        assertThat(realm.introspect(OTHER_APP, answer.accessToken(), null)
                        .json()
                        .path("active")
                        .asBoolean())
                .isFalse();
        assertThat(realm.events().reason("INTROSPECT_TOKEN_ERROR")).contains("not in the token audience");
    }

    @Test
    void aCodeIsForTheApiThatItsLoginAskedFor() {
        String code = realm.browser().code(codeRequest(WEB_APP, BILLING, "openid"), "alice");
        Answer answer = realm.token(WEB_APP.code(code));

        assertThat(audience(answer)).containsExactly(BILLING, userinfo());
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3600);
    }

    @Test
    void aMachineAsksForAnApi() {
        Answer answer = realm.token(
                MACHINE.credentials().with("grant_type", "client_credentials").with("audience", ORDERS));

        assertThat(audience(answer)).containsExactly(ORDERS);
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(86400);
    }

    @Test
    void aMachineIsRefusedInAuth0sWords() {
        assertThat(realm.token(MACHINE.credentials()
                                .with("grant_type", "client_credentials")
                                .with("audience", "urn:none"))
                        .refusal())
                .isEqualTo("403 access_denied: Service not enabled within domain: urn:none");
        realm.clients().assign(MACHINE, "billing-api", null);
        try {
            assertThat(realm.token(MACHINE.credentials()
                                    .with("grant_type", "client_credentials")
                                    .with("audience", BILLING))
                            .refusal())
                    .startsWith("403 access_denied: Client is not authorized to access \"" + BILLING + "\".");
        } finally {
            realm.clients().assign(MACHINE, "billing-api", "optional");
        }
    }

    @Test
    void anInvalidApiThatARealmFileBroughtInDoesNotExist() {
        realm.clients().addApi("broken-api", Map.of("identifier", "urn:broken", "token_lifetime", "-1"));
        realm.clients().assign(WEB_APP, "broken-api", "optional");

        assertThat(realm.token(WEB_APP.password("alice", "urn:broken", "openid"))
                        .refusal())
                .isEqualTo("403 access_denied: Service not enabled within domain: urn:broken");
    }
}
