package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rule in Java, in a jar of its own: {@code src/example}. */
@KeycloakTest
class JavaRuleIT {

    private final DemoRealm realm;
    private final RealmRules rules;

    JavaRuleIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
    }

    @AfterEach
    void noRules() {
        rules.removeAll();
    }

    @Test
    void itLetsTokensPassAndAddsClaims() {
        rules.add("domain", "email-domain", Map.of("domain", "example.com"));
        Answer login = realm.login(WEB_APP, "alice", ORDERS, "openid offline_access");

        Answer refreshed = realm.token(WEB_APP.refresh(login.refreshToken()));

        assertThat(refreshed
                        .claims("access_token")
                        .path("https://example.com/domain")
                        .asText())
                .isEqualTo("example.com");
        assertThat(refreshed
                        .claims("id_token")
                        .path("https://example.com/protocol")
                        .asText())
                .isEqualTo("oauth2-refresh-token");
    }

    @Test
    void itDenies() {
        String token = realm.refreshToken(WEB_APP, "alice");
        rules.add("domain", "email-domain", Map.of("domain", "elsewhere.example"));

        assertThat(realm.token(WEB_APP.refresh(token)).refusal())
                .isEqualTo("403 access_denied: Only users of elsewhere.example may log in");
        JsonNode details = realm.events().newest("REFRESH_TOKEN_ERROR").path("details");
        assertThat(details.path("reason").asText()).isEqualTo("rule_denied");
        assertThat(details.path("rule").asText()).isEqualTo("domain");
    }

    @Test
    void itRunsInTurnWithScripts() {
        rules.rule(
                "before",
                1,
                "context.accessToken.seen = Object.keys(context.accessToken).join(); callback(null, user, context);");
        rules.add("domain", "email-domain", Map.of("domain", "example.com", "order", "2"));
        rules.rule(
                "after",
                3,
                "context.accessToken.then = Object.keys(context.accessToken).join(); callback(null, user, context);");

        JsonNode claims = realm.login(WEB_APP, "alice", ORDERS, "openid").claims("access_token");

        assertThat(claims.path("seen").asText()).isEmpty();
        assertThat(claims.path("then").asText()).isEqualTo("seen,https://example.com/domain");
        assertThat(claims.path("https://example.com/domain").asText()).isEqualTo("example.com");
    }

    @Test
    void itIsNoActionForASettingThatScriptsHave() {
        rules.add("domain", "email-domain", Map.of("domain", "example.com", "order", "1", "kind", "action"));
        rules.rule(
                "after",
                2,
                "context.accessToken.then = Object.keys(context.accessToken).join(); callback(null, user, context);");

        JsonNode claims = realm.login(WEB_APP, "alice", ORDERS, "openid").claims("access_token");

        assertThat(claims.path("then").asText()).isEqualTo("https://example.com/domain");
    }

    @Test
    void itsConfigurationIsValidated() {
        assertThat(rules.save("domain", "email-domain", Map.of()).status()).isEqualTo(400);
    }
}
