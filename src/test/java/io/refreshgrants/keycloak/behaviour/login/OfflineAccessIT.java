package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether a refresh token may exist is the API's to say. */
@KeycloakTest
class OfflineAccessIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    @RegisterExtension
    private final OfflineUser carol;

    OfflineAccessIT(DemoRealm realm) {
        this.realm = realm;
        this.carol = new OfflineUser(realm);
    }

    @Test
    void anApiThatAllowsItGivesARefreshTokenAndOneRow() {
        Answer answer = realm.login(WEB_APP, "carol", ORDERS, SCOPE);

        assertThat(answer.has("refresh_token")).isTrue();
        assertThat(answer.scope()).contains("offline_access");
        assertThat(realm.ledger().living()).singleElement().satisfies(row -> {
            assertThat(row.path("AUDIENCE").asText()).isEqualTo(ORDERS);
            assertThat(row.path("USER_ID").asText()).isEqualTo(realm.users().id("carol"));
            assertThat(row.path("FIRST_IP").asText())
                    .isEqualTo(realm.events().newest("LOGIN").path("ipAddress").asText())
                    .isNotEmpty();
        });
        assertThat(realm.users().offlineSessions("carol", WEB_APP)).isEqualTo(1);
    }

    @Test
    void anApiThatDoesNotAllowItGivesNoneAndNoError() {
        Answer answer = realm.login(WEB_APP, "carol", REPORTS, SCOPE);

        carol.assertNothingOffline(answer, WEB_APP);
        assertThat(realm.events()
                        .newest("LOGIN")
                        .path("details")
                        .path("offline_access_denied")
                        .asText())
                .isEqualTo("offline_access_not_allowed:" + REPORTS);
    }

    @Test
    void withoutTheScopeThereIsNone() {
        carol.assertNothingOffline(realm.login(WEB_APP, "carol", ORDERS, "openid read:orders"), WEB_APP);
    }

    @Test
    void withoutAnAudienceThereIsOneAndTheGrantHasNoAudience() {
        Answer answer = realm.login(WEB_APP, "carol", null, SCOPE);

        assertThat(answer.has("refresh_token")).isTrue();
        assertThat(realm.ledger().living())
                .singleElement()
                .satisfies(row -> assertThat(row.hasNonNull("AUDIENCE")).isFalse());
    }

    @Test
    void namingTheScopeOfAnApiIsNoWayRoundItsSwitch() {
        carol.assertNothingOffline(realm.login(WEB_APP, "carol", null, SCOPE + " reports-api"), WEB_APP);
        carol.assertNothingOffline(realm.login(WEB_APP, "carol", ORDERS, SCOPE + " reports-api"), WEB_APP);
    }

    @Test
    void namingTheScopeOnKeycloaksEndpointIsNone() {
        Answer answer = realm.keycloakToken(WEB_APP.password("carol", null, SCOPE + " reports-api"));

        assertThat(answer.status()).isEqualTo(200);
        carol.assertNothingOffline(answer, WEB_APP);
    }

    @Test
    void keycloaksEndpointWithoutOfflineAccessGivesNoOnlineRefreshTokenForAnApi() {
        Answer answer = realm.keycloakToken(WEB_APP.password("carol", ORDERS, "openid"));

        assertThat(answer.status()).isEqualTo(200);
        carol.assertNothingOffline(answer, WEB_APP);
    }

    @Test
    void namingTheScopeOfAnApiThatAllowsItCountsAsItsAudience() {
        Answer answer = realm.login(WEB_APP, "carol", null, SCOPE + " orders-api");

        assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(realm.ledger().living())
                .singleElement()
                .satisfies(row -> assertThat(row.path("AUDIENCE").asText()).isEqualTo(ORDERS));
    }

    @Test
    void severalApisInOneTokenMustAllAllowIt() {
        Answer answer = realm.login(WEB_APP, "carol", null, SCOPE + " orders-api billing-api");

        assertThat(answer.has("refresh_token")).isTrue();
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(realm.ledger().living())
                .singleElement()
                .satisfies(row -> assertThat(row.path("AUDIENCE").asText()).isEqualTo(BILLING + " " + ORDERS));
        assertThat(realm.token(WEB_APP.refresh(answer.refreshToken())).status()).isEqualTo(200);
    }

    @Test
    void anApiThatIsADefaultScopeHasItsSayInEveryRequestOfAuth0sPath() {
        realm.clients().assign(OTHER_APP, "reports-api", "default");
        try {
            carol.assertNothingOffline(realm.login(OTHER_APP, "carol", null, SCOPE), OTHER_APP);
        } finally {
            realm.clients().assign(OTHER_APP, "reports-api", "optional");
        }
    }

    @Test
    void aCodeExchangeAsksTheApi() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol");
        assertThat(realm.token(WEB_APP.code(code)).has("refresh_token")).isTrue();
        assertThat(realm.ledger().living()).hasSize(1);
    }

    @Test
    void aCodeExchangeForAnApiThatDoesNotAllowItGivesNone() {
        String code = realm.browser().code(codeRequest(WEB_APP, REPORTS, SCOPE), "carol");
        carol.assertNothingOffline(realm.token(WEB_APP.code(code)), WEB_APP);
    }

    @Test
    void theSwitchIsReadAtTheExchangeNotAtTheLogin() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol");
        realm.clients().setApi("orders-api", "allow_offline_access", "false");
        try {
            carol.assertNothingOffline(realm.token(WEB_APP.code(code)), WEB_APP);
        } finally {
            realm.clients().setApi("orders-api", "allow_offline_access", "true");
        }
    }

    @Test
    void aCodeOfKeycloaksLoginAsksTheApiToo() {
        String denied = realm.browser().keycloakCode(codeRequest(WEB_APP, REPORTS, SCOPE), "carol");
        carol.assertNothingOffline(realm.keycloakToken(WEB_APP.code(denied)), WEB_APP);

        String allowed = realm.browser().keycloakCode(codeRequest(WEB_APP, ORDERS, SCOPE), "carol");
        assertThat(realm.keycloakToken(WEB_APP.code(allowed)).has("refresh_token"))
                .isTrue();
        assertThat(realm.ledger().living()).hasSize(1);
    }

    @Test
    void anAccessTokenWithoutARefreshTokenWorksAtUserinfo() {
        Answer password = realm.login(WEB_APP, "carol", REPORTS, SCOPE);
        assertThat(realm.userinfo(password.accessToken()).status()).isEqualTo(200);

        String code = realm.browser().code(codeRequest(WEB_APP, REPORTS, SCOPE), "carol");
        assertThat(realm.userinfo(realm.token(WEB_APP.code(code)).accessToken()).status())
                .isEqualTo(200);
    }

    @Test
    void aPublicClientGetsOneByPkce() {
        String code = realm.browser().code(withPkce(codeRequest(NATIVE_APP, ORDERS, SCOPE)), "carol");
        Answer answer = realm.token(NATIVE_APP.code(code).with("code_verifier", Browser.VERIFIER));
        assertThat(answer.has("refresh_token")).isTrue();
    }

    @Test
    void aConformantClientIsManagedOnKeycloaksEndpointWithoutAnAudience() {
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.oidc_conformant", "true");
        try {
            Answer online = realm.keycloakToken(OTHER_APP.password("carol", null, "openid"));
            assertThat(online.has("refresh_token")).isFalse();
            Answer offline = realm.keycloakToken(OTHER_APP.password("carol", null, "openid offline_access"));
            assertThat(offline.has("refresh_token")).isTrue();
            assertThat(realm.ledger().living()).hasSize(1);
        } finally {
            realm.clients().setAttribute(OTHER_APP, "refresh_grants.oidc_conformant", null);
        }
    }
}
