package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.behaviour.refresh.LoggedInUser.SCOPE;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The refresh exchange: what it gives, and how long a refresh token can be used. */
@KeycloakTest
@AloneOnServer
class RefreshIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final LoggedInUser carol;

    RefreshIT(DemoRealm realm) {
        this.realm = realm;
        this.carol = new LoggedInUser(realm);
    }

    @Test
    void theSameTokenWorksAgainAndAgain() {
        for (int i = 0; i < 5; i++) {
            assertThat(carol.refresh().status()).isEqualTo(200);
        }
        assertThat(realm.ledger().living()).hasSize(1);
    }

    @Test
    void theNewAccessTokenIsForTheSameApi() {
        Answer answer = carol.refresh();

        assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS, "/userinfo");
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(86400);
        assertThat(answer.claims("access_token").path("azp").asText()).isEqualTo("web-app");
        assertThat(answer.claims("access_token").path("sub").asText())
                .isEqualTo(realm.users().id("carol"));
    }

    @Test
    void theNewAccessTokenIsAnother() {
        assertThat(carol.refresh().claims("access_token").path("jti").asText())
                .isNotEqualTo(carol.refresh().claims("access_token").path("jti").asText());
    }

    @Test
    void withoutAScopeAllThatWasGrantedComesBack() {
        assertThat(carol.refresh().scope()).contains("openid", "offline_access", "read:orders", "write:orders");
        assertThat(carol.refresh("").scope()).contains("openid", "offline_access", "read:orders", "write:orders");
    }

    @Test
    void anIdTokenComesBackWithoutANonce() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE).with("nonce", "n-1"), "carol");
        Answer login = realm.token(WEB_APP.code(code));
        JsonNode idToken = realm.token(WEB_APP.refresh(login.refreshToken())).claims("id_token");

        assertThat(login.claims("id_token").path("nonce").asText()).isEqualTo("n-1");
        assertThat(idToken.has("nonce")).isFalse();
        assertThat(idToken.path("aud").asText()).isEqualTo("web-app");
        assertThat(idToken.path("iss").asText()).isEqualTo(realm.url());
    }

    @Test
    void withoutOpenidThereIsNoIdToken() {
        String plain = realm.login(WEB_APP, "carol", ORDERS, "offline_access read:orders")
                .refreshToken();
        Answer answer = realm.token(WEB_APP.refresh(plain));

        assertThat(answer.has("id_token")).isFalse();
        assertThat(answer.scope()).contains("offline_access", "read:orders").doesNotContain("openid");
        assertThat(answer.claims("access_token").path("aud").asText()).isEqualTo(ORDERS);
    }

    @Test
    void withoutAnAudienceTheTokenIsForNoApi() {
        String plain = realm.refreshToken(WEB_APP, "carol", null);
        Answer answer = realm.token(WEB_APP.refresh(plain));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.claims("access_token").path("aud").toString()).doesNotContain("api.example.com");
    }

    @Test
    void theNewAccessTokenWorksAtUserinfoAndIntrospection() {
        String accessToken = carol.refresh().accessToken();

        assertThat(realm.userinfo(accessToken).text("preferred_username")).isEqualTo("carol");
        assertThat(realm.introspect(WEB_APP, accessToken, null)
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void theClaimsAreFresh() {
        realm.admin().change(realm.users().path("carol"), user -> user.put("firstName", "Caroline"));

        assertThat(carol.refresh().claims("id_token").path("given_name").asText())
                .isEqualTo("Caroline");
    }

    @Test
    void aPublicClientRefreshesWithoutASecret() {
        String own = realm.refreshToken(NATIVE_APP, "carol");

        assertThat(realm.token(NATIVE_APP.refresh(own)).status()).isEqualTo(200);
    }

    @Test
    void theLifetimeFollowsTheApi() {
        realm.clients().setApi("orders-api", "token_lifetime", "120");
        try {
            assertThat(carol.refresh().json().path("expires_in").asInt()).isEqualTo(120);
        } finally {
            realm.clients().setApi("orders-api", "token_lifetime", "86400");
        }
    }

    @Test
    void anEventSaysWhichFamilyWasUsed() {
        carol.refresh();
        JsonNode details = realm.events().newest("REFRESH_TOKEN").path("details");

        assertThat(details.path("refresh_token_family").asText())
                .isEqualTo(realm.ledger().living().get(0).path("ID").asText());
        assertThat(details.path("audience").asText()).isEqualTo(ORDERS);
    }

    @Test
    void itWorksAfterTheAccessTokenAndTheBrowserSessionHaveExpired() {
        realm.clock().ahead(Duration.ofDays(2));

        assertThat(carol.refresh().status()).isEqualTo(200);
    }

    @Test
    void useKeepsItAlivePastKeycloaksIdleTime() {
        for (int day = 20; day <= 100; day += 20) {
            realm.clock().ahead(Duration.ofDays(day));
            assertThat(carol.refresh().status()).as("day " + day).isEqualTo(200);
        }
    }

    @Test
    void keycloaksIdleTimeDoesNotEndIt() {
        realm.clock().ahead(Duration.ofDays(3650));

        assertThat(carol.refresh().status()).isEqualTo(200);
    }

    @Test
    void lastUseMovesByACoarseStepOnly() {
        long created = realm.ledger().living().get(0).path("LAST_EXCHANGED_AT").asLong();
        carol.refresh();
        assertThat(lastUse()).isEqualTo(created);

        realm.clock().ahead(Duration.ofDays(2));
        carol.refresh();
        assertThat(lastUse()).isGreaterThan(created + Duration.ofDays(1).toSeconds());
    }

    private long lastUse() {
        return realm.ledger().living().get(0).path("LAST_EXCHANGED_AT").asLong();
    }

    @Test
    void logoutDoesNotEndIt() {
        Browser browser = realm.browser();
        Answer login = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")));
        realm.admin()
                .delete("/" + realm.name() + "/sessions/"
                        + login.claims("id_token").path("sid").asText());

        assertThat(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"))
                        .redirectParameters())
                .as("signed out")
                .containsEntry("error", "login_required");
        assertThat(realm.token(WEB_APP.refresh(login.refreshToken())).status()).isEqualTo(200);
    }
}
