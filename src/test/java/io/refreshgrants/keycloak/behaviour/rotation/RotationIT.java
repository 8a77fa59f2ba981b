package io.refreshgrants.keycloak.behaviour.rotation;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rotation: a new token at each exchange, the old one dead, and the family with it when the old one comes back. */
@KeycloakTest
class RotationIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RotatingApplications rotation;

    RotationIT(DemoRealm realm) {
        this.realm = realm;
        this.rotation = new RotatingApplications(realm);
    }

    @Test
    void eachExchangeGivesANewToken() {
        String first = rotation.login(OTHER_APP);
        String second = rotation.next(OTHER_APP, first);
        String third = rotation.next(OTHER_APP, second);

        assertThat(third).isNotEqualTo(second).isNotEqualTo(first);
        assertThat(rotation.next(OTHER_APP, third)).isNotBlank();
        assertThat(realm.ledger().living()).hasSize(1);
    }

    @Test
    void theNewTokenCarriesWhatTheOldOneDid() {
        Answer first = realm.login(OTHER_APP, "carol", ORDERS, "openid offline_access read:orders");
        Answer second =
                expect(200, realm.token(OTHER_APP.refresh(first.refreshToken()).with("scope", "openid")));
        Answer third = expect(200, realm.token(OTHER_APP.refresh(second.refreshToken())));

        assertThat(second.scope()).containsExactly("openid");
        assertThat(third.scope()).contains("openid", "offline_access", "read:orders");
        assertThat(third.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(third.has("id_token")).isTrue();
        assertThat(third.claims("id_token").has("nonce")).isFalse();
        assertThat(third.claims("refresh_token").path("typ").asText()).isEqualTo("Offline");
    }

    @Test
    void reuseKillsTheFamilyAtOnce() {
        String first = rotation.login(OTHER_APP);
        String second = rotation.next(OTHER_APP, first);
        rotation.assertDead(OTHER_APP, first);

        assertThat(rotation.details().path("reason").asText()).isEqualTo("refresh_token_reuse");
        assertThat(rotation.details().path("refresh_token_family").asText())
                .isEqualTo(realm.ledger().rows().get(0).path("ID").asText());
        assertThat(rotation.details().path("refresh_token_number").asText()).isEqualTo("1");
        assertThat(rotation.details().path("newest_refresh_token_number").asText())
                .isEqualTo("2");
        rotation.assertDead(OTHER_APP, second);
        assertThat(rotation.details().path("revoked_reason").asText()).isEqualTo("reuse_detected");
        assertThat(realm.ledger().living()).isEmpty();
    }

    @Test
    void reuseEndsTheAccessTokensOfTheFamilyForWhoeverAsksKeycloak() {
        Answer login = realm.login(OTHER_APP, "carol", ORDERS, "openid offline_access");
        Answer refreshed = expect(200, realm.token(OTHER_APP.refresh(login.refreshToken())));
        assertThat(realm.userinfo(refreshed.accessToken()).status()).isEqualTo(200);
        rotation.assertDead(OTHER_APP, login.refreshToken());

        assertThat(realm.userinfo(login.accessToken()).status()).isEqualTo(401);
        assertThat(realm.userinfo(refreshed.accessToken()).status()).isEqualTo(401);
    }

    @Test
    void theEventOfARefusalNamesTheUserAndTheSession() {
        String first = rotation.login(OTHER_APP);
        rotation.next(OTHER_APP, first);
        rotation.assertDead(OTHER_APP, first);
        JsonNode reuse = realm.events().newest("REFRESH_TOKEN_ERROR");
        rotation.assertDead(OTHER_APP, first);
        JsonNode revoked = realm.events().newest("REFRESH_TOKEN_ERROR");

        assertThat(reuse.path("userId").asText()).isEqualTo(realm.users().id("carol"));
        assertThat(revoked.path("userId").asText()).isEqualTo(realm.users().id("carol"));
        assertThat(revoked.path("sessionId").asText())
                .isEqualTo(realm.ledger().rows().get(0).path("SESSION_ID").asText());
    }

    @Test
    void withoutRefreshTokensForTheClientNoneIsExchangedUntilTheyAreBack() {
        String token = rotation.login(OTHER_APP);
        realm.clients().setAttribute(OTHER_APP, "use.refresh.tokens", "false");
        try {
            rotation.assertDead(OTHER_APP, token);
            assertThat(rotation.details().path("reason").asText()).isEqualTo("refresh_tokens_not_allowed");
        } finally {
            realm.clients().setAttribute(OTHER_APP, "use.refresh.tokens", "true");
        }
        assertThat(rotation.next(OTHER_APP, token)).isNotBlank();
    }

    @Test
    void anAttackerWhoIsFirstLosesTheFamilyToo() {
        String stolen = rotation.login(OTHER_APP);
        String attackers = rotation.next(OTHER_APP, stolen);
        rotation.assertDead(OTHER_APP, stolen); // the victim
        rotation.assertDead(OTHER_APP, attackers);
    }

    @Test
    void aFamilyDiesAlone() {
        String phone = rotation.login(OTHER_APP);
        String laptop = rotation.login(OTHER_APP);
        String billing = realm.refreshToken(OTHER_APP, "carol", BILLING);
        rotation.next(OTHER_APP, phone);
        rotation.assertDead(OTHER_APP, phone);

        assertThat(rotation.next(OTHER_APP, laptop)).isNotBlank();
        assertThat(rotation.next(OTHER_APP, billing)).isNotBlank();
    }

    @Test
    void anotherClientNeverKillsAFamily() {
        String first = rotation.login(OTHER_APP);
        String second = rotation.next(OTHER_APP, first);
        rotation.assertDead(WEB_APP, first);
        rotation.assertDead(WEB_APP, second);

        assertThat(rotation.next(OTHER_APP, second)).isNotBlank();
    }

    @Test
    void aBadSecretNeverKillsAFamily() {
        String first = rotation.login(OTHER_APP);
        String second = rotation.next(OTHER_APP, first);
        assertThat(realm.token(OTHER_APP.refresh(first).with("client_secret", "wrong"))
                        .status())
                .isEqualTo(401);

        assertThat(rotation.next(OTHER_APP, second)).isNotBlank();
    }

    @Test
    void introspectingAnOldTokenNeverKillsAFamily() {
        String first = rotation.login(OTHER_APP);
        String second = rotation.next(OTHER_APP, first);

        assertThat(realm.introspect(OTHER_APP, first, "refresh_token")
                        .json()
                        .path("active")
                        .asBoolean())
                .isFalse();
        assertThat(realm.introspect(OTHER_APP, second, "refresh_token")
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();
        assertThat(rotation.next(OTHER_APP, second)).isNotBlank();
    }

    @Test
    void anyTokenOfTheFamilyRevokesTheGrant() {
        String first = rotation.login(OTHER_APP);
        String second = rotation.next(OTHER_APP, first);
        realm.revoke(OTHER_APP.revoke(first));
        rotation.assertDead(OTHER_APP, second);
        assertThat(rotation.details().path("revoked_reason").asText()).isEqualTo("revoked_by_client");
    }

    @Test
    void aRefreshRefusalsLeavesTheTokenGood() {
        String first = rotation.login(OTHER_APP);
        realm.admin().change(realm.users().path("carol"), user -> user.put("enabled", false));
        assertThat(realm.token(OTHER_APP.refresh(first)).refusal()).isEqualTo("403 invalid_grant: user is blocked");
        realm.admin().change(realm.users().path("carol"), user -> user.put("enabled", true));

        assertThat(rotation.next(OTHER_APP, first)).isNotBlank();
    }

    @Test
    void keycloaksEndpointRotatesInItsOwnWords() {
        String first = realm.keycloakToken(OTHER_APP.password("carol", ORDERS, "openid offline_access"))
                .refreshToken();
        String second = realm.keycloakToken(OTHER_APP.refresh(first)).refreshToken();

        assertThat(realm.keycloakToken(OTHER_APP.refresh(first)).refusal())
                .isEqualTo("400 invalid_grant: Refresh token was used before");
        assertThat(realm.keycloakToken(OTHER_APP.refresh(second)).refusal())
                .isEqualTo("400 invalid_grant: Refresh token revoked");
    }
}
