package io.refreshgrants.keycloak.behaviour.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as it ships registers what it should, with nothing but a place in the providers folder. */
@KeycloakTest
class RegistrationIT {

    private final DemoRealm realm;

    RegistrationIT(DemoRealm realm) {
        this.realm = realm;
    }

    @ParameterizedTest
    @CsvSource({
        "refresh-grants-ledger, jpa",
        "refresh-token, refresh-grants",
        "token-interceptor, refresh-grants",
        "oauth2-grant-type, authorization_code",
        "oauth2-grant-type, refresh_token",
        "realm-restapi-extension, oauth",
        "realm-restapi-extension, authorize",
        "eventsListener, refresh-grants-revocations",
        "jpa-entity-provider, refreshgrants",
        "auth-endpoint-check, refresh-grants-request",
        "protocol-mapper, refresh-grants-api-mapper"
    })
    void aProviderIsThere(String spi, String id) {
        JsonNode providers = realm.admin().get("serverinfo").json().path("providers");

        assertThat(providers.has(spi))
                .as(spi + " of " + String.join(" ", names(providers)))
                .isTrue();
        assertThat(providers.path(spi).path("providers").has(id))
                .as(providers.path(spi).toString())
                .isTrue();
    }

    private static Iterable<String> names(JsonNode node) {
        return node::fieldNames;
    }

    @Test
    void theProviderInfoPageShowsVersionAndOptions() {
        JsonNode info = realm.admin()
                .get("serverinfo")
                .json()
                .at("/providers/refresh-grants-ledger/providers/jpa/operationalInfo");

        assertThat(info.path("Version").asText()).isNotBlank().isNotEqualTo("unknown");
        assertThat(info.path("Retention").asText()).isEqualTo("PT168H");
    }

    @ParameterizedTest
    @CsvSource({"/oauth/token", "/oauth/revoke"})
    void aPathAnswersInJson(String path) {
        Answer answer = Http.postJson(realm.uri(path), Map.of());

        assertThat(answer.headers().get("content-type")).isEqualTo("application/json");
        assertThat(answer.has("error")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/oauth/token/x", "/oauth/nothing", "/oauth"})
    void aPathBelowIsNotFound(String path) {
        assertThat(Http.get(realm.uri(path)).status()).isIn(404, 405);
        assertThat(Http.postForm(realm.uri(path), Map.of("a", "b")).status()).isIn(404, 405);
    }

    @Test
    void anUnknownRealmIsNotFound() {
        Answer answer = Http.postJson(URI.create(realm.url() + "-none/oauth/token"), Map.of());

        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void aDisabledRealmIsRefused() {
        try (DemoRealm disabled = realm.sibling("registrationit-disabled")) {
            disabled.admin().change("/" + disabled.name(), settings -> settings.put("enabled", false));

            assertThat(disabled.token(Map.of("grant_type", "password")).refusal())
                    .isEqualTo("403 access_denied: Realm not enabled");
            assertThat(disabled.revoke(Map.of("token", "x")).refusal())
                    .isEqualTo("403 access_denied: Realm not enabled");
        }
    }

    @Test
    void aRealmExportBringsTheApisBack() {
        JsonNode export =
                realm.admin().post("/" + realm.name() + "/partial-export", null).json();

        assertThat(export.path("clientScopes").toString())
                .contains("refresh-grants-api-mapper", "https://api.example.com/orders", "allow_offline_access");
    }
}
