package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Auth0's actions: {@code exports.onExecutePostLogin = async (event, api) => …}. */
@KeycloakTest
@AloneOnServer
class ActionIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    ActionIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event.transaction.protocol                       | oauth2-refresh-token",
                "event.client.client_id                           | web-app",
                "event.user.email                                 | carol@example.com",
                "JSON.stringify(event.user.app_metadata)          | {}",
                "JSON.stringify(event.user.user_metadata)         | {}",
                "event.connection.strategy                        | auth0",
                "event.stats.logins_count                         | 1",
                "event.resource_server.identifier                 | https://api.example.com/orders",
                "event.refresh_token.user_id === event.user.user_id | true",
                "event.refresh_token.rotating                     | false",
                "event.refresh_token.resource_servers[0].audience | https://api.example.com/orders",
                "event.refresh_token.device.last_ip === event.request.ip | true",
                "!isNaN(new Date(event.refresh_token.created_at)) | true",
                "event.refresh_token.session_id === event.session.id | true",
                "typeof event.authentication                      | undefined",
                "event.request.body.grant_type                    | refresh_token",
                "typeof event.request.body.refresh_token          | undefined",
                "event.secrets.KEY                                | s3cret",
                "api.redirect.canRedirect()                       | false"
            })
    void theEventIsFilledFromKeycloak(String expression, String expected) {
        rules.add("configuration", "configuration", Map.of("secrets", "{\"KEY\":\"s3cret\"}"));
        String token = carol.login();
        rules.action("look", 1, "api.idToken.setCustomClaim('seen', String(" + expression + "));");

        assertThat(carol.refresh(token).claims("id_token").path("seen").asText())
                .isEqualTo(expected);
    }

    @Test
    void thereIsNoRefreshTokenOnALogin() {
        rules.action("look", 1, "api.idToken.setCustomClaim('seen', typeof event.refresh_token);");

        assertThat(realm.login(WEB_APP, "carol", ORDERS, "openid offline_access")
                        .claims("id_token")
                        .path("seen")
                        .asText())
                .isEqualTo("undefined");
    }

    @Test
    void claimsAndScopes() {
        rules.action(
                "tokens",
                1,
                "api.accessToken.setCustomClaim('plan', 'gold').accessToken.setCustomClaim('aud', 'evil');"
                        + "api.idToken.setCustomClaim('plan', 'silver');"
                        + "api.accessToken.removeScope('read:orders'); api.accessToken.addScope('write:orders');");

        Answer answer = carol.refresh(carol.login());

        assertThat(answer.claims("access_token").path("plan").asText()).isEqualTo("gold");
        assertThat(answer.claims("access_token").path("aud").toString()).doesNotContain("evil");
        assertThat(answer.claims("id_token").path("plan").asText()).isEqualTo("silver");
        assertThat(answer.scope()).doesNotContain("read:orders", "write:orders");
    }

    @Test
    void denyIsAnsweredAsAuth0DoesAndLeavesTheFamilyAlone() {
        String token = carol.login();
        String id = rules.action("guard", 1, "api.access.deny('not today');");

        assertThat(carol.refresh(token).refusal()).isEqualTo("500 access_denied: not today");
        assertThat(realm.keycloakToken(WEB_APP.refresh(token)).refusal()).isEqualTo("403 access_denied: not today");
        JsonNode details = realm.events().newest("REFRESH_TOKEN_ERROR").path("details");
        assertThat(details.path("reason").asText()).isEqualTo("rule_denied");
        assertThat(details.path("rule").asText()).isEqualTo("guard");

        rules.remove(id);
        assertThat(carol.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void nothingRunsAfterADenial() {
        String token = carol.login();
        rules.action("guard", 1, "api.access.deny('first');");
        rules.action("after", 2, "api.access.deny('second');");

        assertThat(carol.refresh(token).text("error_description")).isEqualTo("first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw new Error('broken');                          | 500 access_denied: broken | rule_failed",
                "api.redirect.sendUserTo('https://x.example');       "
                        + "| 403 interaction_required: An action asks for a redirect, which a token request cannot do | rule_redirect",
                "api.multifactor.enable('any');                      "
                        + "| 403 mfa_required: Multifactor authentication required | rule_multifactor",
                "await new Promise(() => {});                        "
                        + "| 500 access_denied: The rule ended without calling back | rule_failed",
                "api.transaction.setMetadata('a', 'b');              "
                        + "| 500 access_denied: api.transaction.setMetadata is not available when tokens are issued by Keycloak | rule_failed"
            })
    void whatAnActionCannotDoIsAnsweredAndLogged(String body, String refusal, String reason) {
        String token = carol.login();
        rules.action("guard", 1, body);

        assertThat(carol.refresh(token).refusal()).isEqualTo(refusal);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo(reason);
    }

    @Test
    void revokingTheRefreshTokenEndsItsFamily() {
        String token = carol.login();
        String other = carol.login();
        String id = rules.action("guard", 1, "api.refreshToken.revoke('stolen');");

        assertThat(carol.refresh(token).refusal()).isEqualTo("403 access_denied: stolen");
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("rule_revoked");

        rules.remove(id);
        assertThat(carol.refresh(token).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("revoked_by_rule");
        assertThat(carol.refresh(other).status()).as("another login's").isEqualTo(200);
    }

    @Test
    void anEndCanBeSetNearerAndNeverFurther() {
        String token = carol.login();
        String id = rules.action("end", 1, "api.refreshToken.setExpiresAt(Date.now() + 3600 * 1000);");
        expect(200, carol.refresh(token));
        rules.set(
                id,
                "script",
                "exports.onExecutePostLogin = async (event, api) => {"
                        + " api.refreshToken.setExpiresAt(Date.now() + 86400 * 1000); };");
        expect(200, carol.refresh(token));
        realm.clock().ahead(Duration.ofMinutes(59));
        expect(200, carol.refresh(token));

        realm.clock().ahead(Duration.ofMinutes(61));

        assertThat(carol.refresh(token).status()).isEqualTo(403);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_expired");
    }

    @Test
    void anIdleEndHoldsUntilTheNextUse() {
        for (Application application : List.of(WEB_APP, ROTATING_APP)) {
            String token = realm.refreshToken(application, "carol");
            String id = rules.action("end", 1, "api.refreshToken.setIdleExpiresAt(Date.now() + 3600 * 1000);");
            Answer answer = expect(200, realm.token(application.refresh(token)));
            token = answer.has("refresh_token") ? answer.refreshToken() : token;
            rules.remove(id);
            realm.clock().ahead(Duration.ofMinutes(50));
            answer = expect(200, realm.token(application.refresh(token)));
            token = answer.has("refresh_token") ? answer.refreshToken() : token;
            realm.clock().ahead(Duration.ofMinutes(150));
            answer = expect(200, realm.token(application.refresh(token)));
            token = answer.has("refresh_token") ? answer.refreshToken() : token;
            rules.action("end", 1, "api.refreshToken.setIdleExpiresAt(Date.now() + 3600 * 1000);");
            // The sandbox's clock is the real one, so this end has passed by the moved one.
            answer = expect(200, realm.token(application.refresh(token)));
            token = answer.has("refresh_token") ? answer.refreshToken() : token;

            assertThat(realm.token(application.refresh(token)).status()).isEqualTo(403);
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_idle");
            rules.removeAll();
            realm.clock().ahead(Duration.ZERO);
        }
    }

    @Test
    void metadataAreWrittenToTheUserAndSeenByTheNextExchange() {
        rules.action(
                "metadata",
                1,
                "api.user.setAppMetadata('count', (event.user.app_metadata.count ?? 0) + 1);"
                        + "api.user.setUserMetadata('color', 'red');"
                        + "api.idToken.setCustomClaim('count', event.user.app_metadata.count ?? 0);");
        String token = carol.login();

        assertThat(carol.refresh(token).claims("id_token").path("count").asInt())
                .isEqualTo(1);
        assertThat(carol.refresh(token).claims("id_token").path("count").asInt())
                .isEqualTo(2);
        assertThat(expect(200, realm.admin().get(realm.users().path("carol")))
                        .json()
                        .path("attributes")
                        .path("color")
                        .path(0)
                        .asText())
                .isEqualTo("red");
    }

    @Test
    void theCacheKeepsWhatItIsGiven() {
        rules.action(
                "cache",
                1,
                "const found = api.cache.get('k'); api.idToken.setCustomClaim('found', found ? found.value : 'none');"
                        + "const set = api.cache.set('k', 'v', {ttl: 60000}); api.idToken.setCustomClaim('set', set.type);");
        String token = carol.login();

        JsonNode claims = carol.refresh(token).claims("id_token");

        assertThat(claims.path("found").asText()).isEqualTo("v");
        assertThat(claims.path("set").asText()).isEqualTo("success");
    }

    @Test
    void anActionWithoutTheHandlerIsRefusedWhenItIsSaved() {
        Answer answer = rules.save("bad", "script", Map.of("kind", "action", "script", "exports.onExecute = 1;"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("errorMessage")).isEqualTo("An action exports onExecutePostLogin");
    }
}
