package io.refreshgrants.keycloak.behaviour.tenant;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

/** Auth0's userinfo path: where a token may come from, and who may read the answer. */
@KeycloakTest
class UserinfoIT {

    private final DemoRealm realm;

    UserinfoIT(DemoRealm realm) {
        this.realm = realm;
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
