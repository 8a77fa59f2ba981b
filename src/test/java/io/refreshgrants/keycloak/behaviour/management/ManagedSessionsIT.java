package io.refreshgrants.keycloak.behaviour.management;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.ManagementApi.refusal;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import io.refreshgrants.keycloak.testing.Parameters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Browser sessions at the Management API, and the refresh tokens that belong to them or do not. */
@KeycloakTest
class ManagedSessionsIT {

    private static final String SCOPE = "openid offline_access read:orders";
    private static final String NONE = "404 inexistent_session: The session does not exist.";

    private final DemoRealm realm;
    private final ManagementApi api;
    private String carol;

    ManagedSessionsIT(DemoRealm realm) {
        this.realm = realm;
        this.api = ManagementApi.as(
                realm,
                "console",
                List.of("read:sessions", "delete:sessions", "read:refresh_tokens", "delete:refresh_tokens"),
                "manage-users");
    }

    @BeforeEach
    void aUser() {
        realm.users().replace("carol");
        carol = realm.users().id("carol");
    }

    /** A browser with a session and a refresh token. */
    private record SignedIn(Browser browser, String refreshToken, String session) {}

    private SignedIn signIn() {
        Browser browser = realm.browser();
        Parameters request = codeRequest(WEB_APP, ORDERS, SCOPE);
        String code = browser.code(request, "carol");
        var tokens = expect(200, realm.token(WEB_APP.code(code)));
        return new SignedIn(
                browser,
                tokens.refreshToken(),
                tokens.claims("id_token").path("sid").asText());
    }

    private boolean isSignedIn(SignedIn device) {
        return device.browser()
                .authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"))
                .redirectParameters()
                .containsKey("code");
    }

    private boolean refreshes(SignedIn device) {
        return realm.token(WEB_APP.refresh(device.refreshToken())).status() == 200;
    }

    private List<JsonNode> sessions(String more) {
        return elements(expect(200, api.get("users/" + carol + "/sessions" + more))
                .json()
                .path("sessions"));
    }

    @Test
    void sessionsAreShownAsAuth0ShowsThem() {
        SignedIn one = signIn();
        SignedIn two = signIn();

        assertThat(sessions(""))
                .extracting(session -> session.path("id").asText())
                .containsExactlyInAnyOrder(one.session(), two.session());
        JsonNode session = expect(200, api.get("sessions/" + one.session())).json();
        assertThat(session.path("user_id").asText()).isEqualTo(carol);
        assertThat(session.path("clients").get(0).path("client_id").asText()).isEqualTo("web-app");
        assertThat(Instant.parse(session.path("expires_at").asText())).isAfter(Instant.now());
        assertThat(Instant.parse(session.path("idle_expires_at").asText())).isAfter(Instant.now());
        JsonNode token = elements(expect(200, api.get("users/" + carol + "/refresh-tokens"))
                        .json()
                        .path("tokens"))
                .get(0);
        assertThat(token.path("session_id").asText()).isIn(one.session(), two.session());

        String next =
                expect(200, api.get("users/" + carol + "/sessions?take=1")).text("next");
        assertThat(sessions("?take=1&from=" + next)).hasSize(1).doesNotContainAnyElementsOf(sessions("?take=1"));
        assertThat(refusal(api.get("users/" + carol + "/sessions?from=" + next + "x")))
                .startsWith("400 invalid_query_string");
    }

    @Test
    void aDeletedSessionLeavesItsRefreshTokensAlive() {
        SignedIn device = signIn();
        expect(202, api.delete("sessions/" + device.session()));
        assertThat(isSignedIn(device)).isFalse();
        assertThat(refreshes(device)).isTrue();
        assertThat(refusal(api.get("sessions/" + device.session()))).isEqualTo(NONE);
        assertThat(refusal(api.delete("sessions/" + "x".repeat(10_000)))).isEqualTo(NONE);
        JsonNode event = elements(expect(
                                200,
                                realm.admin()
                                        .get("/" + realm.name() + "/admin-events?resourceTypes=USER_SESSION&max=1"))
                        .json())
                .get(0);
        assertThat(event.path("resourcePath").asText()).isEqualTo("api/v2/sessions/" + device.session());
    }

    @Test
    void aRevokedSessionTakesItsRefreshTokensAlong() {
        SignedIn device = signIn();
        SignedIn other = signIn();
        expect(202, api.post("sessions/" + device.session() + "/revoke", Map.of()));
        assertThat(isSignedIn(device)).isFalse();
        assertThat(refreshes(device)).isFalse();
        assertThat(isSignedIn(other)).isTrue();
        assertThat(refreshes(other)).isTrue();
        assertThat(refusal(api.post("sessions/" + device.session() + "/revoke", Map.of())))
                .isEqualTo(NONE);
    }

    @Test
    void allSessionsOfAUserAreDeleted() {
        SignedIn one = signIn();
        SignedIn two = signIn();
        expect(202, api.delete("users/" + carol + "/sessions"));
        assertThat(isSignedIn(one) || isSignedIn(two)).isFalse();
        assertThat(refreshes(one) && refreshes(two)).isTrue();
        assertThat(sessions("")).isEmpty();
    }

    @Test
    void accessIsRevokedWhollyOrForOneSession() {
        SignedIn one = signIn();
        SignedIn two = signIn();
        String access = "users/" + carol + "/revoke-access";

        expect(202, api.post(access, Map.of("session_id", one.session(), "preserve_refresh_tokens", true)));
        assertThat(isSignedIn(one)).isFalse();
        assertThat(refreshes(one)).isTrue();
        assertThat(refusal(api.post(access, Map.of("session_id", one.session()))))
                .isEqualTo(NONE);
        assertThat(isSignedIn(two)).isTrue();

        SignedIn three = signIn();
        expect(202, api.post(access, Map.of("session_id", three.session())));
        assertThat(isSignedIn(three) || refreshes(three)).isFalse();
        assertThat(refreshes(two)).isTrue();

        expect(202, api.post(access, Map.of()));
        assertThat(isSignedIn(two)).isFalse();
        assertThat(refreshes(one) || refreshes(two)).isFalse();
        for (Object bad : List.of(
                Map.of("session", "x"),
                Map.of("session_id", 1),
                Map.of("session_id", "x".repeat(10_000)),
                Map.of("preserve_refresh_tokens", "true"))) {
            assertThat(refusal(api.post(access, bad))).startsWith("400 invalid_body");
        }
    }

    @Test
    void whoMayNotEndTokensEndsNoSessionWithThem() {
        SignedIn device = signIn();
        ManagementApi half =
                ManagementApi.as(realm, "half", List.of("read:sessions", "delete:sessions"), "manage-users");
        assertThat(refusal(half.post("sessions/" + device.session() + "/revoke", Map.of())))
                .isEqualTo("403 insufficient_scope: Insufficient scope, expected any of: delete:refresh_tokens");
        assertThat(refusal(half.post("users/" + carol + "/revoke-access", Map.of())))
                .startsWith("403 insufficient_scope");
        ManagementApi viewer =
                ManagementApi.as(realm, "viewer", List.of("read:sessions", "delete:sessions"), "view-users");
        expect(200, viewer.get("sessions/" + device.session()));
        for (String path : List.of("sessions/" + device.session(), "users/" + carol + "/sessions")) {
            assertThat(refusal(viewer.delete(path))).startsWith("403 insufficient_role");
        }
        realm.users().replace("dave");
        assertThat(refusal(api.post(
                        "users/" + realm.users().id("dave") + "/revoke-access",
                        Map.of("session_id", device.session()))))
                .as("another's session")
                .isEqualTo(NONE);
        assertThat(isSignedIn(device) && refreshes(device)).isTrue();
        try (DemoRealm other = realm.sibling(realm.name() + "-other")) {
            ManagementApi theirs = ManagementApi.as(other, "console", List.of("read:sessions"), "manage-users");
            assertThat(refusal(theirs.get("sessions/" + device.session()))).isEqualTo(NONE);
            assertThat(refusal(theirs.get("users/" + carol + "/sessions"))).startsWith("404 inexistent_user");
        }
    }
}
