package io.refreshgrants.keycloak.behaviour.settings;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.ConfiguredApplication;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a realm allows its clients at most, and what a client that registers itself may choose. */
@KeycloakTest
@AloneOnServer
class RealmLimitsIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final ConfiguredApplication app;

    RealmLimitsIT(DemoRealm realm) {
        this.realm = realm;
        this.app = new ConfiguredApplication(realm);
    }

    @AfterEach
    void noLimits() {
        for (String name : new String[] {
            "max_token_lifetime", "max_idle_token_lifetime", "require_rotation", "allow_in_registration"
        }) {
            limit(name, "");
        }
    }

    private void limit(String name, String value) {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> ((ObjectNode) settings.get("attributes")).put("refresh_grants." + name, value));
    }

    @Test
    void noTokenLivesLongerThanTheRealmAllows() {
        app.set("expiration_type", "non-expiring");
        limit("max_token_lifetime", "3600");
        String token = app.login();
        realm.clock().ahead(Duration.ofMinutes(59));
        assertThat(app.refresh(token).status()).isEqualTo(200);
        realm.clock().ahead(Duration.ofMinutes(61));

        app.assertDead(token, "refresh_token_expired");
    }

    @Test
    void aLimitThatCameLaterCountsFromTheNextExchange() {
        app.set("expiration_type", "expiring", "token_lifetime", "31557600", "infinite_idle_token_lifetime", "true");
        String token = app.login();
        limit("max_token_lifetime", "3600");
        realm.clock().ahead(Duration.ofDays(2));
        assertThat(app.refresh(token).status()).isEqualTo(200);
        realm.clock().ahead(Duration.ofDays(2).plusMinutes(61));

        app.assertDead(token, "refresh_token_expired");
    }

    @Test
    void noTokenIsUnusedForLongerThanTheRealmAllows() {
        app.set("expiration_type", "expiring", "infinite_idle_token_lifetime", "true");
        limit("max_idle_token_lifetime", "600");
        String token = app.login();
        realm.clock().ahead(Duration.ofMinutes(11));

        app.assertDead(token, "refresh_token_idle");
    }

    @Test
    void aPublicClientRotatesAndItsReuseEndsTheFamilyWhateverItsAttributesSay() {
        realm.clients().setAttribute(NATIVE_APP, "refresh_grants.reuse_detection", "log");
        limit("require_rotation", "public");
        String first = realm.refreshToken(NATIVE_APP, "carol");
        String second = expect(200, realm.token(NATIVE_APP.refresh(first))).refreshToken();
        assertThat(realm.token(NATIVE_APP.refresh(first)).status()).isEqualTo(403);

        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_reuse");
        assertThat(realm.token(NATIVE_APP.refresh(second)).status()).isEqualTo(403);
        assertThat(expect(200, app.refresh(app.login())).has("refresh_token"))
                .as("a confidential client")
                .isFalse();
        limit("require_rotation", "all");
        assertThat(expect(200, app.refresh(app.login())).has("refresh_token")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throttle_requests",
                "rotation_type",
                "max_tokens",
                "leeway",
                "reuse_detection",
                "token_lifetime",
                "policies",
                "oidc_conformant",
                "a_setting_to_come"
            })
    void aClientThatRegistersItselfChoosesNoSetting(String setting) {
        Map<String, Object> client = Map.of("clientId", "self", "attributes", Map.of("refresh_grants." + setting, "0"));

        assertRefused(register(client, null), setting, "CLIENT_REGISTER_ERROR");
        assertRefused(register(client, initialAccessToken()), setting, "CLIENT_REGISTER_ERROR");
    }

    private void assertRefused(Answer answer, String setting, String event) {
        assertThat(answer.refusal())
                .isEqualTo(
                        "400 invalid_client_metadata: refresh_grants." + setting + " is not a client's own to choose");
        assertThat(realm.events().reason(event))
                .isEqualTo("setting_not_allowed_in_registration: refresh_grants." + setting);
    }

    @Test
    void norDoesItChooseOneAfterwards() {
        JsonNode registered = expect(201, register(Map.of("clientId", "tame"), initialAccessToken()))
                .json();
        ObjectNode client = registered.deepCopy();
        client.remove("registrationAccessToken");
        ((ObjectNode) client.get("attributes")).put("refresh_grants.throttle_requests", "0");
        String token = registered.path("registrationAccessToken").asText();
        assertRefused(send("PUT", "/tame", client, token), "throttle_requests", "CLIENT_UPDATE_ERROR");

        ((ObjectNode) client.get("attributes")).remove("refresh_grants.throttle_requests");
        String next = expect(200, send("PUT", "/tame", client.put("name", "Tame"), token))
                .text("registrationAccessToken");
        realm.admin()
                .change(
                        "/" + realm.name() + "/clients/" + registered.path("id").asText(),
                        saved -> ((ObjectNode) saved.get("attributes")).put("refresh_grants.max_tokens", "5"));
        ((ObjectNode) client.get("attributes")).put("refresh_grants.max_tokens", "5");
        expect(200, send("PUT", "/tame", client.put("name", "As the admin left it"), next));
    }

    @Test
    void theRealmNamesWhatMayBeChosen() {
        limit("allow_in_registration", "token_lifetime rotation_type");
        Map<String, String> chosen =
                Map.of("refresh_grants.token_lifetime", "3600", "refresh_grants.rotation_type", "rotating");

        expect(201, register(Map.of("clientId", "chooser", "attributes", chosen), initialAccessToken()));
        assertRefused(
                register(
                        Map.of("clientId", "greedy", "attributes", Map.of("refresh_grants.max_tokens", "9")),
                        initialAccessToken()),
                "max_tokens",
                "CLIENT_REGISTER_ERROR");
        assertThat(register(
                                Map.of("clientId", "wrong", "attributes", Map.of("refresh_grants.token_lifetime", "0")),
                                initialAccessToken())
                        .text("error_description"))
                .contains("refresh_grants.token_lifetime is '0' but must be");
    }

    @Test
    void anAdminWhoRegistersAClientChoosesFreely() {
        realm.admin().change(realm.clients().path(OTHER_APP), client -> client.put("serviceAccountsEnabled", true));
        JsonNode management = realm.admin()
                .find("/" + realm.name() + "/clients?clientId=realm-management", "clientId", "realm-management");
        String account = realm.admin()
                .get(realm.clients().path(OTHER_APP) + "/service-account-user")
                .text("id");
        String roles = "/" + realm.name() + "/clients/" + management.path("id").asText() + "/roles/manage-clients";
        expect(
                204,
                realm.admin()
                        .post(
                                "/" + realm.name() + "/users/" + account + "/role-mappings/clients/"
                                        + management.path("id").asText(),
                                List.of(expect(200, realm.admin().get(roles)).json())));
        String token = realm.keycloakToken(OTHER_APP.credentials().with("grant_type", "client_credentials"))
                .accessToken();

        expect(
                201,
                register(Map.of("clientId", "chosen", "attributes", Map.of("refresh_grants.max_tokens", "9")), token));
    }

    private String initialAccessToken() {
        return realm.admin()
                .post("/" + realm.name() + "/clients-initial-access", Map.of("count", 1, "expiration", 600))
                .text("token");
    }

    private Answer register(Map<String, ?> client, String token) {
        return send("POST", "", client, token);
    }

    private Answer send(String method, String path, Object body, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(realm.uri("/clients-registrations/default" + path))
                .header("Content-Type", Http.JSON)
                .method(method, BodyPublishers.ofString(Http.json(body)));
        return Http.send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }
}
