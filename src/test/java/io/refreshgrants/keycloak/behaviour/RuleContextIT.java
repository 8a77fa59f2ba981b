package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule sees of the user, the request and the realm. */
class RuleContextIT extends ScriptedRealm {

    private static final String SEE_QUERY = "context.idToken.query = context.request.query; " + PASS;

    RuleContextIT(DemoRealm realm) {
        super(realm);
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
