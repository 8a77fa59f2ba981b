package io.refreshgrants.keycloak.behaviour.stock;

import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keycloak's own endpoints keep the same promises for managed tokens, in Keycloak's own words. */
@KeycloakTest
class KeycloakEndpointsIT {

    private final DemoRealm realm;
    private String token;

    KeycloakEndpointsIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aLogin() {
        realm.users().replace("carol");
        token = realm.refreshToken(WEB_APP, "carol");
    }

    @Test
    void theTokenEndpointExchangesAManagedToken() {
        Answer answer = realm.keycloakToken(WEB_APP.refresh(token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.has("refresh_token")).as("it does not rotate").isFalse();
        assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(answer.json().has("not-before-policy"))
                .as("Keycloak's own answer")
                .isTrue();
    }

    @Test
    void itNarrowsInTheSameWay() {
        assertThat(realm.keycloakToken(WEB_APP.refresh(token).with("scope", "openid read:orders"))
                        .scope())
                .containsExactlyInAnyOrder("openid", "read:orders");
    }

    @Test
    void itRefusesScopesTheClientDoesNotHave() {
        assertThat(realm.keycloakToken(WEB_APP.refresh(token).with("scope", "nonsense"))
                        .refusal())
                .isEqualTo("400 invalid_scope: Invalid scopes: nonsense");
    }

    @Test
    void itRefusesARevokedToken() {
        realm.revoke(WEB_APP.revoke(token));

        assertThat(realm.keycloakToken(WEB_APP.refresh(token)).refusal())
                .isEqualTo("400 invalid_grant: Refresh token revoked");
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
    }

    @Test
    void itRefusesATokenOfAnApiThatDoesNotAllowItAnyMore() {
        realm.clients().setApi("orders-api", "allow_offline_access", "false");
        try {
            assertThat(realm.keycloakToken(WEB_APP.refresh(token)).refusal())
                    .isEqualTo("400 invalid_grant: Offline access not allowed for the API");
        } finally {
            realm.clients().setApi("orders-api", "allow_offline_access", "true");
        }
    }

    @Test
    void itRefusesABlockedUser() {
        realm.admin().change(realm.users().path("carol"), user -> user.put("enabled", false));

        assertThat(realm.keycloakToken(WEB_APP.refresh(token)).refusal()).isEqualTo("400 invalid_grant: User disabled");
    }

    @Test
    void itRefusesAnotherClient() {
        assertThat(realm.keycloakToken(OTHER_APP.refresh(token)).refusal())
                .isEqualTo("400 invalid_grant: Invalid refresh token. Token client and authorized client don't match");
    }

    @Test
    void aTokenIssuedThereIsExchangedOnAuth0sPath() {
        String own = realm.keycloakToken(WEB_APP.password("carol", BILLING, "openid offline_access"))
                .refreshToken();

        assertThat(realm.token(WEB_APP.refresh(own))
                        .claims("access_token")
                        .path("aud")
                        .toString())
                .contains(BILLING);
    }

    @Test
    void aCodeOfOneEndpointIsExchangedAtTheOther() {
        String ours = realm.browser().code(codeRequest(WEB_APP, ORDERS, "openid offline_access"), "carol");
        assertThat(realm.keycloakToken(WEB_APP.code(ours)).has("refresh_token")).isTrue();

        String keycloaks = realm.browser().keycloakCode(codeRequest(WEB_APP, ORDERS, "openid offline_access"), "carol");
        assertThat(realm.token(WEB_APP.code(keycloaks)).has("refresh_token")).isTrue();
    }

    @Test
    void introspectionShowsARefreshTokenToItsClientOnly() {
        assertThat(active(WEB_APP, "refresh_token")).isTrue();
        assertThat(active(OTHER_APP, "refresh_token")).isFalse();
        assertThat(active(OTHER_APP, null)).isFalse();
    }

    @Test
    void introspectionFollowsTheSwitchOfTheApi() {
        realm.clients().setApi("orders-api", "allow_offline_access", "false");
        try {
            assertThat(active(WEB_APP, "refresh_token")).isFalse();
            assertThat(realm.events().reason("INTROSPECT_TOKEN_ERROR")).isEqualTo("offline_access_not_allowed");
        } finally {
            realm.clients().setApi("orders-api", "allow_offline_access", "true");
        }
    }

    @Test
    void introspectionAsARequestingPartyTokenShowsNoRefreshToken() {
        assertThat(active(WEB_APP, "requesting_party_token")).isFalse();
    }

    @Test
    void aLoginByRegistrationIsForTheApiThatWasAskedFor() {
        realm.admin().change("/" + realm.name(), settings -> settings.put("registrationAllowed", true));
        Browser browser = realm.browser();
        Parameters request = codeRequest(WEB_APP, ORDERS, "openid offline_access");
        Answer page = browser.visit(realm.url() + "/protocol/openid-connect/registrations?" + Http.form(request));
        Answer registered = browser.register(page, "newcomer");

        Answer login =
                realm.keycloakToken(WEB_APP.code(registered.redirectParameters().get("code")));
        assertThat(login.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(realm.token(WEB_APP.refresh(login.refreshToken())).status()).isEqualTo(200);
    }

    private boolean active(Application client, String hint) {
        return realm.introspect(client, token, hint).json().path("active").asBoolean();
    }

    @Test
    void keycloaksOwnTokensAreRevokedAsEver() {
        Answer own = realm.keycloakToken(WEB_APP.password("carol", null, "openid offline_access"));
        assertThat(realm.keycloakRevoke(WEB_APP.revoke(own.refreshToken())).status())
                .isEqualTo(200);

        assertThat(realm.keycloakToken(WEB_APP.refresh(own.refreshToken())).status())
                .isEqualTo(400);
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void anAccessTokenIsRevokedAsEver() {
        Answer login = realm.keycloakToken(WEB_APP.password("carol", null, "openid"));
        assertThat(realm.keycloakRevoke(WEB_APP.revoke(login.accessToken())).status())
                .isEqualTo(200);

        assertThat(realm.userinfo(login.accessToken()).status()).isEqualTo(401);
    }
}
