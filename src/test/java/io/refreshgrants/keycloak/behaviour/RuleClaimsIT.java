package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims and scopes of rules in the tokens. */
class RuleClaimsIT extends ScriptedRealm {

    RuleClaimsIT(DemoRealm realm) {
        super(realm);
    }

    @Test
    void claimsGoIntoBothTokensAndComeBackWithEachExchange() {
        rules.rule(
                "claims",
                1,
                "context.idToken['https://x.example/roles'] = ['a', 'b']; context.accessToken.plan = {name: 'gold', seats: 3}; "
                        + PASS);
        String token = login();
        for (int i = 0; i < 2; i++) {
            Answer answer = refresh(token);
            assertThat(answer.claims("id_token").path("https://x.example/roles").toString()).isEqualTo("[\"a\",\"b\"]");
            assertThat(answer.claims("access_token").path("plan").toString()).isEqualTo("{\"name\":\"gold\",\"seats\":3}");
        }
        rules.removeAll();
        assertThat(refresh(token).claims("access_token").has("plan")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "iss", "sub", "aud", "exp", "iat", "azp", "jti", "sid", "nonce", "scope", "roles", "permissions", "groups", "gty",
        "client_id", "act", "amr", "acr", "auth_time", "at_hash", "cnf", "typ", "realm_access", "resource_access",
        "allowed-origins", "authorization", "urn:auth0:x", "rg_family"
    })
    void restrictedClaimsAreIgnored(String name) {
        String token = login();
        JsonNode before = refresh(token).claims("access_token");
        rules.rule(
                "claims",
                1,
                "context.accessToken['" + name + "'] = 'evil'; context.idToken['" + name + "'] = 'evil'; " + PASS);

        Answer answer = refresh(token);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.claims("access_token").path(name).getNodeType()).isEqualTo(before.path(name).getNodeType());
        assertThat(answer.claims("access_token").path(name).asText()).isNotEqualTo("evil");
        assertThat(answer.claims("id_token").path(name).asText()).isNotEqualTo("evil");
    }

    @Test
    void aProfileClaimNeedsItsScopeAndIsWrittenOnce() {
        rules.rule("claims", 1, "context.idToken.picture = 'https://x.example/me.png'; context.idToken.phone_number = '1'; " + PASS);

        Answer answer = realm.login(WEB_APP, "carol", ORDERS, "openid profile");

        assertThat(answer.claims("id_token").path("picture").asText()).isEqualTo("https://x.example/me.png");
        assertThat(answer.claims("id_token").has("phone_number")).isFalse();
    }

    @Test
    void aClaimOfTheWrongTypeIsRefusedBeforeAnythingIsWritten() {
        String token = login();
        rules.rule("claims", 1, "context.idToken.email_verified = {no: 'boolean'}; " + PASS);

        assertThat(refresh(token).status()).isEqualTo(403);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("rule_failed");
    }

    @Test
    void claimsAreLimited() {
        String token = login();
        rules.rule("claims", 1, "context.accessToken.big = 'x'.repeat(110000); " + PASS);

        assertThat(refresh(token).refusal()).isEqualTo("403 access_denied: Custom claims are larger than 100 KB");
    }

    @Test
    void aRuleCanNarrowTheScopeAndNeverWidenIt() {
        String token = realm.login(WEB_APP, "carol", ORDERS, "openid offline_access read:orders").refreshToken();
        String id = rules.rule("scope", 1, "context.accessToken.scope = ['read:orders', 'write:orders', 'admin']; " + PASS);

        Answer answer = refresh(token);

        assertThat(answer.scope()).containsExactlyInAnyOrder("openid", "offline_access", "read:orders");
        assertThat(answer.claims("access_token").path("scope").asText().split(" "))
                .containsExactlyInAnyOrder("openid", "offline_access", "read:orders");
        rules.set(id, "script", "function (user, context, callback) { context.accessToken.scope = []; " + PASS + " }");
        assertThat(refresh(token).scope()).containsExactlyInAnyOrder("openid", "offline_access");
        rules.remove(id);
        assertThat(refresh(token).scope()).as("the grant has kept what it was given").contains("read:orders");
    }
}
