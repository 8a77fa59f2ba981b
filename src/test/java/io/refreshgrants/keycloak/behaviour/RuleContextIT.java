package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Parameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule sees of the user, the request and the realm, and what it may keep. */
class RuleContextIT extends ScriptedRealm {

    private static final String SEE_QUERY = "context.idToken.query = context.request.query; " + PASS;

    RuleContextIT(DemoRealm realm) {
        super(realm);
    }

    /** What an expression of a rule comes to on a refresh. */
    private JsonNode seen(String expression) {
        rules.rule("look", 1, "context.idToken.seen = " + expression + "; " + PASS);
        String token = realm.refreshToken(WEB_APP, "carol");
        return expect(200, realm.token(WEB_APP.refresh(token))).claims("id_token").path("seen");
    }

    private void attributes(Map<String, List<String>> attributes) {
        realm.admin().change(realm.userPath("carol"), user -> {
            ObjectNode node = user.putObject("attributes");
            attributes.forEach((name, values) -> values.forEach(node.withArray(name)::add));
        });
    }

    private JsonNode attribute(String name) {
        return expect(200, realm.admin().get(realm.userPath("carol"))).json().path("attributes").path(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user.email                                    | carol@example.com",
                "user.email_verified                           | true",
                "user.name                                     | Test User",
                "user.given_name + user.family_name            | TestUser",
                "user.username + user.nickname                 | carolcarol",
                "typeof user.app_metadata                      | undefined",
                "typeof user.user_metadata                     | undefined",
                "user.identities[0].user_id === user.user_id   | true",
                "!isNaN(new Date(user.created_at))             | true",
                "!isNaN(new Date(user.last_password_reset))    | true",
                "context.clientID                              | web-app",
                "context.connection                            | Username-Password-Authentication",
                "context.connectionStrategy                    | auth0",
                "context.protocol                              | oauth2-refresh-token",
                "typeof context.authentication                 | undefined",
                "typeof context.redirect                       | undefined",
                "typeof context.organization                   | undefined",
                "context.stats.loginsCount                     | 1",
                "context.request.body.grant_type               | refresh_token",
                "Object.keys(context.request.body).sort().join() | client_id,grant_type",
                "context.request.ip.length > 0                 | true",
                "typeof context.request.geoip                  | undefined",
                "typeof configuration.MISSING                  | undefined",
                "context.authorization.roles.includes('offline_access') | true",
                "auth0.domain                                  | localhost"
            })
    void theContractOfAuth0IsFilledFromKeycloak(String expression, String expected) {
        assertThat(seen(expression).asText()).isEqualTo(expected);
    }

    @Test
    void nothingOfTheRequestIsSecret() {
        rules.rule("look", 1, "context.idToken.seen = JSON.stringify([user, context]); " + PASS);
        String token = realm.refreshToken(WEB_APP, "carol");

        String seen = realm.token(WEB_APP.refresh(token)).claims("id_token").path("seen").asText();

        assertThat(seen).contains("carol@example.com").doesNotContain(token).doesNotContain("web-app-secret");
    }

    @Test
    void attributesAreMetadata() {
        attributes(Map.of(
                "plan", List.of("gold"),
                "tags", List.of("a", "b"),
                "zip", List.of("00123"),
                "json", List.of("{\"deep\":[1]}"),
                "app_metadata.roles", List.of("admin", "editor"),
                "app_metadata.score", List.of("json:5")));

        JsonNode seen = seen("[user.user_metadata, user.app_metadata, user.roles]");
        assertThat(seen.toString())
                .contains("\"plan\":\"gold\"", "\"zip\":\"00123\"", "\"json\":{\"deep\":[1]}", "\"score\":5")
                .doesNotContain("app_metadata.");
        // Keycloak asks for the values of an attribute in no order, and MariaDB gives them in that of random ids.
        assertThat(seen.path(0).path("tags")).extracting(JsonNode::textValue).containsExactlyInAnyOrder("a", "b");
        assertThat(seen.path(1).path("roles"))
                .extracting(JsonNode::textValue)
                .containsExactlyInAnyOrder("admin", "editor");
        assertThat(seen.path(2)).isEqualTo(seen.path(1).path("roles"));
    }

    @Test
    void theRealmDeclaresWhichAttributesAreAppMetadata() {
        rules.add("configuration", "configuration", Map.of("app_metadata_attributes", List.of("level", "internal_*")));
        attributes(Map.of("level", List.of("3"), "internal_note", List.of("x"), "hobby", List.of("chess")));

        assertThat(seen("[user.app_metadata, user.user_metadata]").toString())
                .contains("\"level\":\"3\"", "\"note\":\"x\"")
                .endsWith("{\"hobby\":\"chess\"}]");
    }

    @Test
    void metadataThatARuleUpdatesAreKeptWithTheirTypes() {
        rules.rule(
                "update",
                1,
                "user.app_metadata = user.app_metadata || {}; user.app_metadata.count = (user.app_metadata.count || 0) + 1;"
                        + "user.app_metadata.list = [1, {a: 'b'}]; context.idToken.count = user.app_metadata.count;"
                        + "Promise.all([auth0.users.updateAppMetadata(user.user_id, user.app_metadata),"
                        + " auth0.users.updateUserMetadata(user.user_id, {color: 'red', gone: null})])"
                        + ".then(() => callback(null, user, context)).catch(callback);");
        String token = realm.refreshToken(WEB_APP, "carol");
        for (int i = 2; i <= 3; i++) {
            assertThat(realm.token(WEB_APP.refresh(token)).claims("id_token").path("count").asInt()).isEqualTo(i);
        }
        assertThat(attribute("color").toString()).isEqualTo("[\"red\"]");
        assertThat(attribute("app_metadata.count").toString()).isEqualTo("[\"json:3\"]");
        assertThat(attribute("app_metadata.list").path(0).asText()).isEqualTo("[1,{\"a\":\"b\"}]");
    }

    @Test
    void metadataAreKeptOnlyWhenThePipelineSucceeds() {
        rules.rule(
                "update",
                1,
                "auth0.users.updateUserMetadata(user.user_id, {color: 'red'}).then(() => callback(null, user, context));");
        rules.rule("guard", 2, "callback(new Error('no'));");

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status()).isEqualTo(403);
        assertThat(attribute("color").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"email", "username", "firstName", "app_metadata.role", "logins_count"})
    void userMetadataCannotBecomeWhoTheUserIsNorWhatOnlyTheApplicationSays(String key) {
        rules.rule(
                "update",
                1,
                "auth0.users.updateUserMetadata(user.user_id, {'" + key + "': 'mallory@example.com'})"
                        + ".then(() => callback(null, user, context));");

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status()).isEqualTo(403);
        assertThat(realm.reason("LOGIN_ERROR")).isEqualTo("rule_failed");
        assertThat(expect(200, realm.admin().get(realm.userPath("carol"))).text("email")).isEqualTo("carol@example.com");
    }

    @Test
    void onlyTheUserAtHandCanBeUpdated() {
        rules.rule(
                "update",
                1,
                "auth0.users.updateUserMetadata('" + realm.userId("bob") + "', {a: 1})"
                        + ".then(() => callback(null, user, context)).catch(callback);");

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).text("error_description"))
                .startsWith("auth0.users can update the user who logs in only");
    }

    @Test
    void loginsAreCountedAndRefreshesAreNot() {
        rules.rule("count", 1, "context.idToken.n = context.stats.loginsCount; " + PASS);
        Answer first = realm.login(WEB_APP, "carol", ORDERS, "openid offline_access");
        assertThat(first.claims("id_token").path("n").asInt()).isEqualTo(1);
        assertThat(realm.token(WEB_APP.refresh(first.refreshToken())).claims("id_token").path("n").asInt())
                .isEqualTo(1);

        String code = realm.browser().code(Browser.codeRequest(WEB_APP, ORDERS, "openid"), "carol");

        assertThat(realm.token(WEB_APP.code(code)).claims("id_token").path("n").asInt()).isEqualTo(2);
    }

    @Test
    void modulesAreTheBuiltInOnesOnly() {
        rules.rule("needs", 1, "require('request').get('https://x.example'); " + PASS);

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).text("error_description"))
                .startsWith("Cannot find module 'request': rules have ")
                .contains("crypto", "url");
    }

    @Test
    void theQueryOfALoginInTheBrowserIsTheAuthorizationRequests() {
        rules.rule("query", 1, SEE_QUERY);
        Browser browser = realm.browser();
        Parameters request = Browser.codeRequest(WEB_APP, ORDERS, "openid");
        String code = browser.code(Parameters.of("acr_values", "high", "colour", "red", "my_secret", "x").with(request), "carol");

        JsonNode query = realm.token(WEB_APP.code(code)).claims("id_token").path("query");

        assertThat(query.path("acr_values").asText()).isEqualTo("high");
        assertThat(query.path("colour").asText()).isEqualTo("red");
        assertThat(query.path("client_id").asText()).isEqualTo("web-app");
        assertThat(query.path("redirect_uri").asText()).isEqualTo(CALLBACK);
        assertThat(query.path("state").asText()).isEqualTo("the-state");
        assertThat(query.has("my_secret")).isFalse();

        query = realm.token(WEB_APP.code(browser.code(request, "carol"))).claims("id_token").path("query");

        assertThat(query.has("acr_values") || query.has("colour")).as("left from the login before").isFalse();
    }

    @Test
    void theQueryOfAnImplicitLoginIsTheAuthorizationRequests() {
        rules.rule("query", 1, SEE_QUERY);
        Browser browser = realm.browser();
        Answer answer = browser.login(
                browser.authorize(Browser.codeRequest(SPA, ORDERS, "openid")
                        .with("response_type", "token id_token")
                        .with("nonce", "n")
                        .with("colour", "red")),
                "carol");

        JsonNode query = Answer.claimsOf(answer.redirectParameters().get("id_token")).path("query");
        assertThat(query.path("colour").asText()).isEqualTo("red");
        assertThat(query.path("response_type").asText()).isEqualTo("token id_token");
        assertThat(query.has("session_code")).isFalse();
    }

    @Test
    void theQueryOfARefreshIsEmpty() {
        String code = realm.browser().code(Browser.codeRequest(WEB_APP, ORDERS, "openid offline_access"), "carol");
        String token = realm.token(WEB_APP.code(code)).refreshToken();
        rules.rule("query", 1, SEE_QUERY);

        assertThat(refresh(token).claims("id_token").path("query").toString()).isEqualTo("{}");
    }

    @Test
    void aUserWithASecondFactorHasMultifactor() {
        rules.rule("factors", 1, "context.idToken.factors = user.multifactor || 'none'; " + PASS);
        assertThat(refresh(login()).claims("id_token").path("factors").asText()).isEqualTo("none");

        realm.addUserWithSecurityKey("dave");

        assertThat(refresh(realm.refreshToken(WEB_APP, "dave")).claims("id_token").path("factors").toString())
                .isEqualTo("[\"guardian\"]");
    }
}
