package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** Trying a rule: {@code POST /admin/realms/{realm}/refresh-grants/rules/try}. */
@KeycloakTest
class RuleTrialIT {

    private final DemoRealm realm;
    private final RealmRules rules;

    RuleTrialIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
    }

    private static Parameters trial(String body) {
        return Parameters.of("user", "alice", "client_id", "web-app")
                .with("script", "function (user, context, callback) { " + body + " }");
    }

    @Test
    void itSaysWhatTheScriptDoesAndChangesNothing() {
        JsonNode outcome = expect(
                        200,
                        rules.trial(trial("console.log('hello', user.email, {a: 1});"
                                        + "context.idToken.p = context.protocol; context.accessToken.scope = ['read:orders'];"
                                        + "auth0.users.updateUserMetadata(user.user_id, {plan: 'gold'})"
                                        + ".then(() => callback(null, user, context));")
                                .with("audience", ORDERS)
                                .with("scope", "openid read:orders write:orders")))
                .json();

        assertThat(outcome.path("allowed").asBoolean()).isTrue();
        assertThat(outcome.path("id_token").toString()).isEqualTo("{\"p\":\"oauth2-refresh-token\"}");
        assertThat(outcome.path("scope").toString()).isEqualTo("[\"openid\",\"read:orders\"]");
        assertThat(outcome.path("log").toString()).isEqualTo("[\"hello alice@example.com {\\\"a\\\":1}\"]");
        assertThat(outcome.path("changes").path("user_metadata").toString()).isEqualTo("{\"plan\":\"gold\"}");
        assertThat(outcome.path("duration_ms").asDouble()).isPositive();
        assertThat(realm.admin()
                        .get(realm.users().path("alice"))
                        .json()
                        .path("attributes")
                        .has("plan"))
                .isFalse();
        assertThat(realm.ledger().rows()).isEmpty();
    }

    @Test
    void anAdminEventSaysWhoseDataTheScriptSaw() {
        expect(200, rules.trial(trial("/* secret-of-the-script */ callback(null, user, context);")));
        JsonNode event = realm.admin()
                .get("/" + realm.name() + "/admin-events?max=1&resourcePath=refresh-grants/*")
                .json()
                .path(0);

        assertThat(event.path("operationType").asText()).isEqualTo("ACTION");
        assertThat(event.path("resourceType").asText()).isEqualTo("REFRESH_GRANTS_RULE");
        assertThat(event.path("resourcePath").asText()).isEqualTo("refresh-grants/rules/try");
        assertThat(event.path("details").path("user_id").asText())
                .isEqualTo(realm.users().id("alice"));
        assertThat(event.path("details").path("client_id").asText()).isEqualTo("web-app");
        assertThat(event.toString()).doesNotContain("secret-of-the-script");
    }

    @Test
    void itSaysWhyTheScriptDenies() {
        JsonNode outcome = expect(
                        200, rules.trial(trial("callback(new UnauthorizedError('not ' + context.clientID));")))
                .json();

        assertThat(outcome.path("allowed").asBoolean()).isFalse();
        assertThat(outcome.path("error").asText()).isEqualTo("unauthorized");
        assertThat(outcome.path("error_description").asText()).isEqualTo("not web-app");
        assertThat(outcome.path("reason").asText()).isEqualTo("rule_denied");
        assertThat(outcome.has("access_token")).isFalse();
    }

    @Test
    void itTriesActionsAndOtherProtocols() {
        JsonNode outcome = expect(
                        200,
                        rules.trial(
                                Parameters.of("user", realm.users().id("bob"), "client_id", "spa", "kind", "action")
                                        .with("protocol", "oauth2-password")
                                        .with(
                                                "script",
                                                "exports.onExecutePostLogin = async (event, api) => {"
                                                        + " api.accessToken.setCustomClaim('x', event.transaction.protocol + event.user.username); };")))
                .json();

        assertThat(outcome.path("access_token").path("x").asText()).isEqualTo("oauth2-passwordbob");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertWrong(trial("var x = ;"), "line 1");
        assertWrong(trial("callback()").with("user", "nobody"), "user");
        assertWrong(trial("callback()").with("client_id", "nothing"), "client_id");
        assertWrong(trial("callback()").with("protocol", "smoke-signal"), "protocol");
        assertWrong(trial("callback()").with("kind", "hook"), "kind");
        assertWrong(Parameters.of("user", "alice", "client_id", "web-app"), "script");
    }

    private void assertWrong(Parameters body, String what) {
        Answer answer = rules.trial(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("errorMessage")).contains(what);
    }

    @Test
    void onlyWhoMayManageTheRealmMayTry() {
        String alice = realm.keycloakToken(Parameters.of(
                        "grant_type", "password", "client_id", "admin-cli", "username", "alice", "password", "alice"))
                .accessToken();
        URI uri = URI.create(realm.url().replace("/realms/", "/admin/realms/") + "/refresh-grants/rules/try");
        for (String authorization : new String[] {"Bearer " + alice, "Bearer nonsense"}) {
            Answer answer = Http.send(HttpRequest.newBuilder(uri)
                    .header("Authorization", authorization)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(Http.json(trial("callback(null, user, context);")))));
            assertThat(answer.status()).isIn(401, 403);
        }
    }
}
