package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.behaviour.refresh.LoggedInUser.SCOPE;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens and users that the refresh exchange refuses, in Auth0's words. */
@KeycloakTest
@AloneOnServer
class RefreshRefusalIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final LoggedInUser carol;

    RefreshRefusalIT(DemoRealm realm) {
        this.realm = realm;
        this.carol = new LoggedInUser(realm);
    }

    @Test
    void anUnknownTokenIsRefused() {
        assertThat(realm.token(WEB_APP.refresh("nonsense")).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("Invalid refresh token");
    }

    @Test
    void anotherClientsTokenIsRefusedAndStaysGood() {
        assertThat(realm.token(OTHER_APP.refresh(carol.token())).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR"))
                .contains("Token client and authorized client don't match");
        assertThat(carol.refresh().status()).isEqualTo(200);
    }

    @Test
    void anAccessTokenInItsPlaceIsRefused() {
        assertThat(realm.token(WEB_APP.refresh(carol.refresh().accessToken())).refusal())
                .isEqualTo(UNKNOWN);
    }

    @Test
    void anIdTokenInItsPlaceIsRefused() {
        assertThat(realm.token(WEB_APP.refresh(carol.refresh().text("id_token")))
                        .refusal())
                .isEqualTo(UNKNOWN);
    }

    @Test
    void aTokenWithAChangedSignatureIsRefused() {
        String tampered = carol.token().substring(0, carol.token().length() - 4)
                + (carol.token().endsWith("AAAA") ? "BBBB" : "AAAA");

        assertThat(realm.token(WEB_APP.refresh(tampered)).refusal()).isEqualTo(UNKNOWN);
    }

    @Test
    void aTokenWithAChangedPayloadIsRefused() {
        String[] parts = carol.token().split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)
                .replace("\"azp\":\"web-app\"", "\"azp\":\"other-app\"");
        String forged = parts[0] + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(UTF_8))
                + "." + parts[2];

        assertThat(realm.token(OTHER_APP.refresh(forged)).refusal()).isEqualTo(UNKNOWN);
    }

    @Test
    void oneOfKeycloaksOwnOfflineTokensIsNotServedHere() {
        String own = realm.keycloakToken(WEB_APP.password("carol", null, "openid offline_access"))
                .refreshToken();

        assertThat(realm.token(WEB_APP.refresh(own)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_not_managed");
        assertThat(realm.keycloakToken(WEB_APP.refresh(own)).status())
                .as("but there it is")
                .isEqualTo(200);
    }

    @Test
    void aBlockedUserIsRefusedUntilUnblocked() {
        realm.admin().change(realm.users().path("carol"), user -> user.put("enabled", false));
        assertThat(carol.refresh().refusal()).isEqualTo("403 invalid_grant: user is blocked");
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("User disabled");

        realm.admin().change(realm.users().path("carol"), user -> user.put("enabled", true));
        assertThat(carol.refresh().status()).isEqualTo(200);
    }

    @Test
    void aDeletedUserIsRefused() {
        expect(204, realm.admin().delete(realm.users().path("carol")));

        assertThat(carol.refresh().refusal())
                .isEqualTo("403 invalid_grant: The refresh_token was generated for a user who doesn't exist anymore.");
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("user_not_found");
    }

    @Test
    void aClientThatWasReplacedByOneOfTheSameNameIsRefused() {
        expect(
                201,
                realm.admin()
                        .post(
                                "/" + realm.name() + "/clients",
                                Map.of(
                                        "clientId",
                                        "short-lived",
                                        "publicClient",
                                        true,
                                        "directAccessGrantsEnabled",
                                        true,
                                        "optionalClientScopes",
                                        List.of("offline_access", "orders-api"))));
        Application shortLived = new Application("short-lived", null);
        String old = realm.login(shortLived, "carol", ORDERS, "openid offline_access")
                .refreshToken();
        expect(204, realm.admin().delete(realm.clients().path(shortLived)));
        assertThat(realm.token(shortLived.refresh(old)).refusal()).isEqualTo("401 access_denied: Unauthorized");
        expect(
                201,
                realm.admin()
                        .post(
                                "/" + realm.name() + "/clients",
                                Map.of("clientId", "short-lived", "publicClient", true)));

        assertThat(realm.token(shortLived.refresh(old)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_unknown");
    }

    @Test
    void aSubjectThatAMapperMakesIsNoUserId() {
        expect(
                201,
                realm.admin()
                        .post(
                                realm.clients().path(OTHER_APP) + "/protocol-mappers/models",
                                Map.of(
                                        "name", "pairwise",
                                        "protocol", "openid-connect",
                                        "protocolMapper", "oidc-sha256-pairwise-sub-mapper",
                                        "config", Map.of("pairwiseSubAlgorithmSalt", "salt"))));
        String pairwise = realm.refreshToken(OTHER_APP, "carol");
        realm.revoke(OTHER_APP.revoke(pairwise));
        realm.token(OTHER_APP.refresh(pairwise));
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("revoked_by_client");
        realm.clock().ahead(Duration.ofDays(8));
        realm.ledger().prune();

        assertThat(realm.token(OTHER_APP.refresh(pairwise)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_unknown");

        String last = realm.refreshToken(OTHER_APP, "carol");
        assertThat(Answer.claimsOf(last).path("sub").asText())
                .isNotEqualTo(realm.users().id("carol"));
        expect(204, realm.admin().delete(realm.users().path("carol")));
        assertThat(realm.token(OTHER_APP.refresh(last)).refusal())
                .isEqualTo("403 invalid_grant: The refresh_token was generated for a user who doesn't exist anymore.");
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("user_not_found");
    }

    @Test
    void withdrawnConsentRefuses() {
        realm.clients().change(OTHER_APP, client -> client.put("consentRequired", true));
        try {
            String code = realm.browser().code(codeRequest(OTHER_APP, ORDERS, SCOPE), "carol");
            String consented = realm.token(OTHER_APP.code(code)).refreshToken();
            assertThat(realm.token(OTHER_APP.refresh(consented)).status()).isEqualTo(200);
            expect(204, realm.admin().delete(realm.users().path("carol") + "/consents/other-app"));

            assertThat(realm.token(OTHER_APP.refresh(consented)).refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.events()
                            .newest("REFRESH_TOKEN_ERROR")
                            .path("details")
                            .path("revoked_reason")
                            .asText())
                    .isEqualTo("consent_withdrawn");
        } finally {
            realm.clients().change(OTHER_APP, client -> client.put("consentRequired", false));
        }
    }

    @Test
    void aScopeThatNowNeedsConsentRefuses() {
        realm.clients().change(WEB_APP, client -> client.put("consentRequired", true));
        try {
            assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).contains("no longer has requested consent");
        } finally {
            realm.clients().change(WEB_APP, client -> client.put("consentRequired", false));
        }
    }

    @Test
    void aLaterNotBeforeOfTheRealmRefuses() {
        long later = System.currentTimeMillis() / 1000 + 60;
        realm.admin().change("/" + realm.name(), settings -> settings.put("notBefore", later));
        try {
            assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).contains("Stale token");
        } finally {
            realm.admin().change("/" + realm.name(), settings -> settings.put("notBefore", 0));
        }
        assertThat(carol.refresh().status()).isEqualTo(200);
    }

    @Test
    void aLaterNotBeforeOfTheClientRefuses() {
        long later = System.currentTimeMillis() / 1000 + 60;
        realm.clients().change(WEB_APP, client -> client.put("notBefore", later));
        try {
            assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
        } finally {
            realm.clients().change(WEB_APP, client -> client.put("notBefore", 0));
        }
    }

    @Test
    void aTokenOfAnotherRealmIsRefused() {
        try (DemoRealm other = realm.sibling("refreshit-other")) {
            String foreign = other.refreshToken(WEB_APP, "alice");

            assertThat(realm.token(WEB_APP.refresh(foreign)).refusal()).isEqualTo(UNKNOWN);
            assertThat(other.token(WEB_APP.refresh(foreign)).status()).isEqualTo(200);
        }
    }
}
