package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.PASS;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims and scopes of rules in the tokens. */
@KeycloakTest
class RuleClaimsIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    RuleClaimsIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
    }

    @Test
    void claimsGoIntoBothTokensAndComeBackWithEachExchange() {
        rules.rule(
                "claims",
                1,
                "context.idToken['https://x.example/roles'] = ['a', 'b']; context.accessToken.plan = {name: 'gold', seats: 3}; "
                        + PASS);
        String token = carol.login();
        for (int i = 0; i < 2; i++) {
            Answer answer = carol.refresh(token);
            assertThat(answer.claims("id_token").path("https://x.example/roles").toString())
                    .isEqualTo("[\"a\",\"b\"]");
            assertThat(answer.claims("access_token").path("plan").toString())
                    .isEqualTo("{\"name\":\"gold\",\"seats\":3}");
        }
        rules.removeAll();
        assertThat(carol.refresh(token).claims("access_token").has("plan")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iss",
                "sub",
                "aud",
                "exp",
                "iat",
                "azp",
                "jti",
                "sid",
                "nonce",
                "scope",
                "roles",
                "permissions",
                "groups",
                "gty",
                "client_id",
                "act",
                "amr",
                "acr",
                "auth_time",
                "at_hash",
                "cnf",
                "typ",
                "realm_access",
                "resource_access",
                "allowed-origins",
                "authorization",
                "urn:auth0:x",
                "rg_family"
            })
    void restrictedClaimsAreIgnored(String name) {
        String token = carol.login();
        JsonNode before = carol.refresh(token).claims("access_token");
        rules.rule(
                "claims",
                1,
                "context.accessToken['" + name + "'] = 'evil'; context.idToken['" + name + "'] = 'evil'; " + PASS);

        Answer answer = carol.refresh(token);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.claims("access_token").path(name).getNodeType())
                .isEqualTo(before.path(name).getNodeType());
        assertThat(answer.claims("access_token").path(name).asText()).isNotEqualTo("evil");
        assertThat(answer.claims("id_token").path(name).asText()).isNotEqualTo("evil");
    }

    /** What a token class takes for its own fields, in whatever spelling, and what is beside them. */
    private static final String EVIL = "{sub: 'evil', aud: 'evil', exp: 9999999999, realm_access: {roles: ['admin']}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "otherClaims",
                "other_claims",
                "OtherClaims",
                "otherclaims",
                "getOtherClaims",
                "realmAccess",
                "resourceAccess",
                "RealmAccess",
                "subject",
                "Sub",
                "SUB",
                "\u017fub",
                "issuedFor",
                "audience",
                "sessionId",
                "organization"
            })
    void noSpellingOfAMembersNameReachesIt(String name) {
        String token = carol.login();
        Answer before = carol.refresh(token);
        rules.rule(
                "attack",
                1,
                "const evil = " + EVIL + "; context.accessToken['" + name + "'] = evil; context.idToken['" + name
                        + "'] = evil; " + PASS);
        rules.action(
                "attack too",
                2,
                "const evil = " + EVIL + "; api.accessToken.setCustomClaim('" + name + "', evil);"
                        + " api.idToken.setCustomClaim('" + name + "', evil);");

        Answer after = expect(200, carol.refresh(token));

        assertSaysTheSame(after.claims("access_token"), before.claims("access_token"));
        assertSaysTheSame(after.claims("id_token"), before.claims("id_token"));
        assertThat(after.claims("access_token").has(name)).isFalse();
        assertThat(after.claims("id_token").has(name)).isFalse();
    }

    @Test
    void whatAUserMaySayOfThemselvesMakesThemNobodyElse() {
        realm.admin().change(realm.users().path("carol"), user -> {
            ObjectNode attributes = user.putObject("attributes");
            attributes
                    .putArray("otherClaims")
                    .add("{\"sub\":\"evil\",\"exp\":9999999999,\"realm_access\":{\"roles\":[\"admin\"]}}");
            attributes.putArray("sub").add("evil");
            attributes.putArray("plan").add("gold");
        });
        String token = carol.login();
        Answer before = carol.refresh(token);
        rules.rule(
                "copy",
                1,
                "Object.assign(context.accessToken, user.user_metadata);"
                        + " Object.assign(context.idToken, user.user_metadata); " + PASS);

        Answer after = expect(200, carol.refresh(token));

        assertThat(after.claims("access_token").path("plan").asText()).isEqualTo("gold");
        assertSaysTheSame(after.claims("access_token"), before.claims("access_token"));
        assertSaysTheSame(after.claims("id_token"), before.claims("id_token"));
    }

    private static void assertSaysTheSame(JsonNode after, JsonNode before) {
        for (String claim :
                List.of("iss", "sub", "aud", "azp", "typ", "sid", "scope", "acr", "realm_access", "resource_access")) {
            assertThat(after.path(claim)).as(claim).isEqualTo(before.path(claim));
        }
        // Keycloak reads the clock twice.
        assertThat(after.path("exp").asLong() - after.path("iat").asLong())
                .isCloseTo(before.path("exp").asLong() - before.path("iat").asLong(), within(2L));
    }

    @Test
    void aRulesClaimTakesThePlaceOfAMappers() {
        rules.rule("claims", 1, "context.idToken.name = 'Ruled'; context.accessToken.name = 'Ruled'; " + PASS);

        Answer answer = realm.login(WEB_APP, "carol", ORDERS, "openid profile");

        assertThat(answer.claims("id_token").path("name").asText()).isEqualTo("Ruled");
        assertThat(answer.claims("access_token").path("name").asText()).isEqualTo("Ruled");
    }

    @Test
    void theAuthorizationEndpointIsNoWayRound() {
        rules.rule(
                "claims",
                1,
                "context.idToken.otherClaims = " + EVIL + "; context.accessToken.otherClaims = " + EVIL
                        + "; context.idToken.name = 'Ruled'; " + PASS);
        Browser browser = realm.browser();
        Parameters request = Browser.codeRequest(SPA, ORDERS, "openid profile")
                .with("response_type", "token id_token")
                .with("nonce", "n");

        Map<String, String> answer =
                browser.login(browser.authorize(request), "carol").redirectParameters();

        assertThat(Answer.claimsOf(answer.get("id_token")).path("name").asText())
                .isEqualTo("Ruled");
        for (String token : List.of("id_token", "access_token")) {
            assertThat(Answer.claimsOf(answer.get(token)).path("sub").asText())
                    .isEqualTo(realm.users().id("carol"));
            assertThat(Answer.claimsOf(answer.get(token)).has("otherClaims")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"access.token.claim", "id.token.claim"})
    void aTokenWithAMemberTwiceIsNotIssued(String where) {
        String token = realm.refreshToken(ROTATING_APP, "carol");
        rules.rule("claims", 1, "context.accessToken.plan = 'gold'; " + PASS);
        String mappers = realm.clients().path(ROTATING_APP) + "/protocol-mappers/models";
        Map<String, String> config =
                Map.of("claim.name", "sid", "claim.value", "evil", "jsonType.label", "String", where, "true");
        Map<String, Object> mapper = Map.of(
                "name", "twice",
                "protocol", "openid-connect",
                "protocolMapper", "oidc-hardcoded-claim-mapper",
                "config", config);
        expect(201, realm.admin().post(mappers, mapper));
        try {
            assertThat(realm.token(ROTATING_APP.refresh(token)).refusal())
                    .isEqualTo("403 access_denied: A claim is in the token twice, or is not JSON");
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("rule_failed");
        } finally {
            String id = realm.admin().find(mappers, "name", "twice").path("id").asText();
            expect(204, realm.admin().delete(mappers + "/" + id));
        }
        assertThat(realm.token(ROTATING_APP.refresh(token)).status())
                .as("the token has not been used up")
                .isEqualTo(200);
    }

    @Test
    void aTrialNamesTheClaimsThatAreIgnored() {
        Answer trial = rules.trial(Map.of(
                "user", "carol",
                "client_id", "web-app",
                "script",
                        "function (user, context, callback) { context.accessToken.otherClaims = {};"
                                + " context.idToken.sub = 'evil'; context.idToken.plan = 'gold'; " + PASS + " }"));

        assertThat(trial.json().path("ignored_claims").toString()).isEqualTo("[\"otherClaims\",\"sub\"]");
        assertThat(trial.json().path("id_token").toString()).isEqualTo("{\"plan\":\"gold\"}");
    }

    @Test
    void aProfileClaimNeedsItsScopeAndIsWrittenOnce() {
        rules.rule(
                "claims",
                1,
                "context.idToken.picture = 'https://x.example/me.png'; context.idToken.phone_number = '1'; " + PASS);

        Answer answer = realm.login(WEB_APP, "carol", ORDERS, "openid profile");

        assertThat(answer.claims("id_token").path("picture").asText()).isEqualTo("https://x.example/me.png");
        assertThat(answer.claims("id_token").has("phone_number")).isFalse();
    }

    @Test
    void aClaimOfTheWrongTypeIsRefusedBeforeAnythingIsWritten() {
        String token = carol.login();
        rules.rule("claims", 1, "context.idToken.email_verified = {no: 'boolean'}; " + PASS);

        assertThat(carol.refresh(token).status()).isEqualTo(403);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("rule_failed");
    }

    @Test
    void claimsAreLimited() {
        String token = carol.login();
        rules.rule("claims", 1, "context.accessToken.big = 'x'.repeat(110000); " + PASS);

        assertThat(carol.refresh(token).refusal()).isEqualTo("403 access_denied: Custom claims are larger than 100 KB");
    }

    @Test
    void aRuleCanNarrowTheScopeAndNeverWidenIt() {
        String token = realm.login(WEB_APP, "carol", ORDERS, "openid offline_access read:orders")
                .refreshToken();
        String id =
                rules.rule("scope", 1, "context.accessToken.scope = ['read:orders', 'write:orders', 'admin']; " + PASS);

        Answer answer = carol.refresh(token);

        assertThat(answer.scope()).containsExactlyInAnyOrder("openid", "offline_access", "read:orders");
        assertThat(answer.claims("access_token").path("scope").asText().split(" "))
                .containsExactlyInAnyOrder("openid", "offline_access", "read:orders");
        rules.set(id, "script", "function (user, context, callback) { context.accessToken.scope = []; " + PASS + " }");
        assertThat(carol.refresh(token).scope()).containsExactlyInAnyOrder("openid", "offline_access");
        rules.remove(id);
        assertThat(carol.refresh(token).scope())
                .as("the grant has kept what it was given")
                .contains("read:orders");
    }
}
