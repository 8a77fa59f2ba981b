package io.refreshgrants.keycloak.behaviour.tenant;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Auth0's userinfo path: where a token may come from, and who may read the answer. */
@KeycloakTest
class UserinfoIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    UserinfoIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
    }

    @Test
    void userinfoTakesTheTokenFromTheHeaderOrAForm() {
        String token =
                realm.login(WEB_APP, "alice", ORDERS, "openid profile email").text("access_token");

        for (Answer answer : new Answer[] {
            Http.send(userinfo("").header("Authorization", "Bearer " + token).GET()),
            Http.send(
                    userinfo("").header("Authorization", "Bearer " + token).POST(HttpRequest.BodyPublishers.noBody())),
            Http.postForm(realm.uri("/userinfo"), Parameters.of("access_token", token))
        }) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.text("email")).isEqualTo("alice@example.com");
        }
    }

    @Test
    void aBrowserOfTheApplicationMayReadUserinfo() {
        Answer preflight = Http.send(userinfo("")
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization,auth0-client")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(preflight.headers().get("access-control-allow-headers")).contains("Authorization", "Auth0-Client");
        assertThat(preflight.headers().get("access-control-allow-methods")).contains("GET", "POST");

        String code = realm.browser().code(withPkce(codeRequest(SPA, ORDERS, "openid email")), "alice");
        String token = expect(200, realm.token(SPA.code(code).with("code_verifier", Browser.VERIFIER)))
                .text("access_token");
        assertThat(fromOrigin(token, "http://localhost:3000").headers())
                .containsEntry("access-control-allow-origin", "http://localhost:3000");
        Answer stranger = fromOrigin(token, "http://evil.example.com");
        assertThat(stranger.status()).isBetween(400, 499);
        assertThat(stranger.body()).doesNotContain("alice");
    }

    private Answer fromOrigin(String token, String origin) {
        return Http.send(userinfo("")
                .header("Authorization", "Bearer " + token)
                .header("Auth0-Client", "e30")
                .header("Origin", origin)
                .GET());
    }

    @Test
    void claimsAreThoseOfAuth0sScopesIfTheUserHasThem() {
        realm.users().allowUnmanagedAttributes();
        realm.users().add("dora");
        realm.admin().change(realm.users().path("dora"), user -> {
            user.withObject("attributes").putArray("nickname").add("dodo");
            user.withObject("attributes").putArray("picture").add("https://example.com/dora.png");
            user.withObject("attributes").putArray("updatedAt").add("1700000000");
        });

        Answer full = profile("dora", "openid profile email");
        assertThat(full.text("nickname")).isEqualTo("dodo");
        assertThat(full.text("picture")).isEqualTo("https://example.com/dora.png");
        assertThat(full.json().path("updated_at").asLong()).isEqualTo(1_700_000_000);
        assertThat(full.text("email")).isEqualTo("dora@example.com");
        assertThat(profile("dora", "openid").json().properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("sub");
        assertThat(profile("alice", "openid profile").json().has("nickname")).isFalse();
    }

    @Test
    void claimsThatRulesPutIntoTheIdTokenAreThereToo() {
        rules.rule(
                "plan",
                1,
                "context.idToken['https://example.com/plan'] = 'gold';"
                        + " context.accessToken['https://example.com/secret'] = 'not for userinfo';"
                        + " callback(null, user, context);");

        Answer profile = profile("alice", "openid");

        assertThat(profile.text("https://example.com/plan")).isEqualTo("gold");
        assertThat(profile.body()).doesNotContain("secret");
    }

    private Answer profile(String user, String scope) {
        String token = realm.login(WEB_APP, user, ORDERS, scope).text("access_token");
        return expect(
                200,
                Http.send(
                        userinfo("").header("Authorization", "Bearer " + token).GET()));
    }

    @Test
    void aTokenInTheQueryIsRefusedUnlessTheRealmAllowsIt() {
        String token = realm.login(WEB_APP, "alice", ORDERS, "openid").text("access_token");

        Answer refused = Http.get(realm.uri("/userinfo?access_token=" + token));
        assertThat(refused.refusal())
                .isEqualTo("400 invalid_request: An access token belongs in the header, not in the query");
        assertThat(realm.events().reason("USER_INFO_REQUEST_ERROR")).isEqualTo("access_token_in_query");

        changeRealm("userinfo_query_token", "true");
        try {
            assertThat(Http.get(realm.uri("/userinfo?access_token=" + token)).status())
                    .isEqualTo(200);
            assertThat(Http.send(userinfo("?access_token=" + token)
                                    .header("Authorization", "Bearer " + token)
                                    .GET())
                            .status())
                    .isEqualTo(400);
        } finally {
            changeRealm("userinfo_query_token", "");
        }
    }

    @Test
    void userinfoWantsATokenWithOpenid() {
        String token = realm.login(WEB_APP, "alice", ORDERS, "read:orders").text("access_token");

        assertThat(Http.send(userinfo("")
                                .header("Authorization", "Bearer " + token)
                                .GET())
                        .status())
                .isEqualTo(403);
        assertThat(Http.send(userinfo("").header("Authorization", "Bearer none").GET())
                        .status())
                .isEqualTo(401);
        assertThat(Http.send(userinfo("").GET()).status()).isEqualTo(401);
    }

    private HttpRequest.Builder userinfo(String query) {
        return HttpRequest.newBuilder(realm.uri("/userinfo" + query));
    }

    private void changeRealm(String setting, String value) {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> settings.withObject("attributes").put("refresh_grants." + setting, value));
    }
}
