package io.refreshgrants.keycloak.behaviour.revocation;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.ConfiguredApplication;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * "My app is suddenly logged out": the event log alone says why, for each cause in words of its own, and names the user and
 * the family.
 */
@KeycloakTest
@AloneOnServer
class WhyLoggedOutIT {

    private static final String SCOPE = "openid offline_access";

    private String token;

    private final DemoRealm realm;

    @RegisterExtension
    private final ConfiguredApplication app;

    WhyLoggedOutIT(DemoRealm realm) {
        this.realm = realm;
        this.app = new ConfiguredApplication(realm);
    }

    @AfterEach
    void asItWas() {
        realm.clients().change(OTHER_APP, client -> client.put("enabled", true));
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> settings.put("offlineSessionMaxLifespanEnabled", false)
                                .put("notBefore", 0));
    }

    private static Arguments cause(String says, Consumer<WhyLoggedOutIT> cause) {
        return Arguments.of(says, cause);
    }

    /** What the refusal's event says: its error, its reason, and why the family was revoked. */
    static Stream<Arguments> causes() {
        return Stream.of(
                cause("invalid_token refresh_token_revoked logged_out", test -> test.logout()),
                cause("invalid_token refresh_token_revoked signed_out_elsewhere", test -> test.signOutElsewhere()),
                cause("invalid_token refresh_token_revoked session_removed", test -> test.removeSession()),
                cause("invalid_token refresh_token_revoked user_signed_out", test -> test.signOutByAdmin()),
                cause("invalid_token refresh_token_revoked everybody_signed_out", test -> test.signEverybodyOut()),
                cause("invalid_token refresh_token_revoked consent_withdrawn", test -> test.withdrawConsent()),
                cause("invalid_token refresh_token_revoked too_many_tokens", test -> test.loginOnceTooOften()),
                cause("invalid_token refresh_token_revoked revoked_by_client", test -> test.revokeByAnotherDevice()),
                cause("invalid_token offline_session_max", test -> test.exceedOfflineSessionMax()),
                cause("invalid_token refresh_token_expired", test -> test.exceed("token_lifetime")),
                cause("invalid_token refresh_token_idle", test -> test.exceed("idle_token_lifetime")),
                cause(
                        "invalid_token refresh_tokens_not_allowed",
                        test -> test.app.set("app_type", "spa", "rotation_type", "non-rotating")),
                cause("invalid_token User disabled", test -> test.enableUser(false)),
                cause("invalid_token Stale token", test -> test.moveNotBefore()),
                cause("client_disabled", test -> test.disableClient()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("causes")
    void theRefusalSaysWhy(String says, Consumer<WhyLoggedOutIT> cause) {
        token = app.login();
        cause.accept(this);
        assertThat(realm.token(OTHER_APP.refresh(token)).status()).isGreaterThanOrEqualTo(400);

        assertThat(told(realm.events().newest("REFRESH_TOKEN_ERROR"))).isEqualTo(says);
    }

    /** What an event says, once it names whose token it was. */
    private String told(JsonNode event) {
        JsonNode details = event.path("details");
        assertThat(event.path("userId").asText()).isEqualTo(realm.users().id("carol"));
        assertThat(details.path("refresh_token_family").asText()).isEqualTo(family(token));
        return String.join(
                        " ",
                        event.path("error").asText(),
                        details.path("reason").asText(),
                        details.path("revoked_reason").asText())
                .trim();
    }

    private static String family(String refreshToken) {
        return Answer.claimsOf(refreshToken).path("rg_family").asText();
    }

    private void logout() {
        assertThat(Http.postForm(
                                realm.uri("/protocol/openid-connect/logout"),
                                OTHER_APP.credentials().with("refresh_token", token))
                        .status())
                .isEqualTo(204);
        assertThat(realm.events()
                        .newest("LOGOUT")
                        .path("details")
                        .path("refresh_token_family")
                        .asText())
                .isEqualTo(family(token));
        assertEnd("logged_out");
    }

    /** The event of the end itself, for an app that never asks again. */
    private void assertEnd(String reason) {
        JsonNode end = realm.events().newest("REVOKE_GRANT");
        assertThat(end.path("userId").asText()).isEqualTo(realm.users().id("carol"));
        assertThat(end.path("clientId").asText()).isEqualTo("other-app");
        assertThat(end.path("details").path("refresh_token_family").asText()).isEqualTo(family(token));
        assertThat(end.path("details").path("revoked_reason").asText()).isEqualTo(reason);
    }

    /** With a new password, on another device. */
    private void signOutElsewhere() {
        realm.admin()
                .change(
                        realm.users().path("carol"),
                        user -> user.putArray("requiredActions").add("UPDATE_PASSWORD"));
        Browser laptop = realm.browser();
        Answer page = laptop.signIn(laptop.authorize(codeRequest(OTHER_APP, ORDERS, SCOPE)), "carol");
        laptop.fillIn(page, Map.of("password-new", "new", "password-confirm", "new", "logout-sessions", "on"));
        assertEnd("signed_out_elsewhere");
    }

    private void removeSession() {
        String session = realm.token(OTHER_APP.refresh(token))
                .claims("access_token")
                .path("sid")
                .asText();
        expect(204, realm.admin().delete("/" + realm.name() + "/sessions/" + session + "?isOffline=true"));
        assertEnd("session_removed");
    }

    private void signOutByAdmin() {
        expect(204, realm.admin().post(realm.users().path("carol") + "/logout", null));
    }

    private void signEverybodyOut() {
        expect(200, realm.admin().post("/" + realm.name() + "/logout-all", null));
        realm.admin().change("/" + realm.name(), settings -> settings.put("notBefore", 0));
    }

    private void withdrawConsent() {
        expect(204, realm.admin().delete(realm.users().path("carol") + "/consents/other-app"));
    }

    private void loginOnceTooOften() {
        app.set("max_tokens", "1");
        app.login();
        JsonNode details = realm.events().newest("LOGIN").path("details");
        assertThat(details.path("pushed_out_families").asText()).isEqualTo("1");
        assertThat(details.path("pushed_out_family_ids").asText()).isEqualTo(family(token));
    }

    private void revokeByAnotherDevice() {
        String laptop = app.login();
        expect(200, realm.revoke(OTHER_APP.revoke(laptop)));
        JsonNode details = realm.events().newest("REVOKE_GRANT").path("details");
        assertThat(details.path("revoked_families").asText()).isEqualTo("2");
        assertThat(details.path("revoked_family_ids").asText().split("::"))
                .containsExactlyInAnyOrder(family(token), family(laptop));
    }

    private void exceedOfflineSessionMax() {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> settings.put("offlineSessionMaxLifespanEnabled", true)
                                .put("offlineSessionMaxLifespan", 3600));
        realm.clock().ahead(Duration.ofHours(2));
    }

    private void exceed(String lifetime) {
        app.set("expiration_type", "expiring", "token_lifetime", "7200", lifetime, "3600");
        token = app.login();
        realm.clock().ahead(Duration.ofMinutes(61));
    }

    private void enableUser(boolean enabled) {
        realm.admin().change(realm.users().path("carol"), user -> user.put("enabled", enabled));
    }

    private void moveNotBefore() {
        long later = System.currentTimeMillis() / 1000 + 60;
        realm.admin().change("/" + realm.name(), settings -> settings.put("notBefore", later));
    }

    private void disableClient() {
        realm.clients().change(OTHER_APP, client -> client.put("enabled", false));
    }

    @Test
    void aWrongSecretNamesWhoseTokenItCameWith() {
        token = app.login();
        Application deployedWrong = new Application("other-app", "the-old-secret");
        assertThat(realm.token(deployedWrong.refresh(token)).status()).isEqualTo(401);
        assertThat(told(realm.events().newest("REFRESH_TOKEN_ERROR"))).startsWith("invalid_client_credentials");
        realm.events().forget();

        assertThat(realm.keycloakToken(deployedWrong.refresh(token)).status()).isEqualTo(401);
        assertThat(told(realm.events().newest("REFRESH_TOKEN_ERROR"))).startsWith("invalid_client_credentials");
    }

    @Test
    void aNewHostNameSaysWhichIssuerWasExpected() {
        token = app.login();
        URI renamed = URI.create(realm.url().replace("localhost", "127.0.0.1"));
        assertThat(renamed.toString()).isNotEqualTo(realm.url());
        assertThat(Http.postJson(URI.create(renamed + "/oauth/token"), OTHER_APP.refresh(token))
                        .status())
                .isEqualTo(403);

        assertThat(told(realm.events().newest("REFRESH_TOKEN_ERROR")))
                .startsWith("invalid_token Invalid token issuer.");
    }

    @Test
    void nobodyWritesNamesIntoTheLogWithATokenOfTheirOwn() {
        token = app.login();
        String[] parts = token.split("\\.");
        String forged = parts[0] + "." + parts[1] + "." + parts[2].substring(1) + "A";
        realm.token(new Application("other-app", "wrong").refresh(forged));

        JsonNode event = realm.events().newest("REFRESH_TOKEN_ERROR");
        assertThat(event.path("error").asText()).isEqualTo("invalid_client_credentials");
        assertThat(event.path("details").has("refresh_token_family")).isFalse();
        assertThat(event.path("userId").isTextual()).isFalse();
    }

    @Test
    void aReuseShowsTheOwnerBesideWhoeverCameWithTheCopy() {
        app.set("rotation_type", "rotating");
        token = app.login();
        expect(200, refresh(token, "Owner/1.0"));
        assertThat(refresh(token, "Copy/2.0").status()).isEqualTo(403);
        JsonNode event = realm.events().newest("REFRESH_TOKEN_ERROR");
        JsonNode details = event.path("details");

        assertThat(told(event)).isEqualTo("invalid_token refresh_token_reuse");
        assertThat(event.path("ipAddress").asText()).isNotBlank();
        assertThat(details.path("user_agent").asText()).isEqualTo("Copy/2.0");
        assertThat(details.path("last_ip").asText()).isNotBlank();
        assertThat(details.path("last_user_agent").asText()).isEqualTo("Owner/1.0");
        assertThat(details.path("last_exchanged_at").asText()).startsWith("20");
    }

    private Answer refresh(String refreshToken, String userAgent) {
        return Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, Http.json(OTHER_APP.refresh(refreshToken)))
                .header("User-Agent", userAgent));
    }

    @Test
    void aLoginByAnAdminInTheUsersPlaceIsMarkedAndSoAreItsExchanges() {
        Browser admins = realm.browser();
        admins.keepCookies(expect(200, realm.admin().post(realm.users().path("carol") + "/impersonation", Map.of())));
        token = expect(200, realm.token(OTHER_APP.code(admins.code(codeRequest(OTHER_APP, ORDERS, SCOPE), "carol"))))
                .refreshToken();
        expect(200, app.refresh(token));

        for (String type : List.of("CODE_TO_TOKEN", "REFRESH_TOKEN")) {
            assertThat(realm.events()
                            .newest(type)
                            .path("details")
                            .path("impersonator")
                            .asText())
                    .as(type)
                    .isEqualTo("admin");
            assertThat(told(realm.events().newest(type))).isEmpty();
        }
        token = app.login();
        assertThat(realm.events().newest("LOGIN").path("details").has("impersonator"))
                .isFalse();
    }

    @Test
    void anUnmanagedLogoutIsToldAsKeycloakTellsIt() {
        String own = realm.keycloakToken(OTHER_APP.password("carol", null, "openid offline_access"))
                .refreshToken();
        assertThat(Http.postForm(
                                realm.uri("/protocol/openid-connect/logout"),
                                OTHER_APP.credentials().with("refresh_token", own))
                        .status())
                .isEqualTo(204);

        assertThat(realm.events().newest("LOGOUT").path("details").has("refresh_token_family"))
                .isFalse();
        assertThat(realm.events().ofType("REVOKE_GRANT")).isEmpty();
    }
}
