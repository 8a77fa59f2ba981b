package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins of devices without a browser (RFC 8628), in Auth0's words. */
@KeycloakTest
class DeviceLoginIT {

    private static final String SCOPE = "openid offline_access read:orders";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String ENABLED = "oauth2.device.authorization.grant.enabled";

    private final DemoRealm realm;

    DeviceLoginIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aDeviceMayLogIn() {
        realm.clients().setAttribute(WEB_APP, ENABLED, "true");
    }

    private Answer ask(Parameters more) {
        return Http.postForm(
                realm.uri("/oauth/device/code"),
                WEB_APP.credentials().with("scope", SCOPE).with(more));
    }

    private Answer poll(Answer codes) {
        return realm.token(
                WEB_APP.credentials().with("grant_type", GRANT).with("device_code", codes.text("device_code")));
    }

    @Test
    void aDeviceGetsItsCodes() {
        Answer codes = expect(200, ask(Parameters.of("audience", ORDERS)));

        assertThat(codes.json().properties().stream().map(Map.Entry::getKey))
                .contains(
                        "device_code",
                        "user_code",
                        "verification_uri",
                        "verification_uri_complete",
                        "expires_in",
                        "interval");
        assertThat(poll(codes).refusal())
                .isEqualTo("403 authorization_pending: User has yet to authorize device code.");
    }

    @Test
    void aDevicesRefreshTokenIsOneOfTheGrant() {
        Answer codes = expect(200, ask(Parameters.of("audience", ORDERS)));
        realm.browser().approveDevice(codes.text("verification_uri_complete"), "alice");
        Answer tokens = expect(200, poll(codes));

        assertThat(tokens.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(tokens.scope()).contains("read:orders", "offline_access");
        Answer refreshed = expect(200, realm.token(WEB_APP.refresh(tokens.refreshToken())));
        assertThat(refreshed.claims("access_token").path("aud").toString()).contains(ORDERS);

        Answer onAnotherDevice = realm.login(WEB_APP, "alice", ORDERS, SCOPE);
        expect(200, realm.revoke(WEB_APP.revoke(onAnotherDevice.refreshToken())));
        assertThat(realm.token(WEB_APP.refresh(tokens.refreshToken())).refusal())
                .isEqualTo("403 invalid_grant: Unknown or invalid refresh token.");
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
    }

    @Test
    void aDeviceThatNamesItselfInTheHeaderAsksForAnApiAllTheSame() {
        Answer codes = expect(
                200,
                Http.send(Http.post(
                                realm.uri("/oauth/device/code"),
                                Http.FORM,
                                Http.form(Parameters.of("scope", SCOPE, "audience", ORDERS)))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString("web-app:web-app-secret".getBytes(UTF_8)))));
        realm.browser().approveDevice(codes.text("verification_uri_complete"), "alice");

        assertThat(expect(200, poll(codes)).claims("access_token").path("aud").toString())
                .contains(ORDERS);
    }

    @Test
    void anApiWithoutOfflineAccessGivesADeviceNoRefreshToken() {
        Answer codes = expect(200, ask(Parameters.of("audience", REPORTS)));
        realm.browser().approveDevice(codes.text("verification_uri_complete"), "alice");
        Answer tokens = expect(200, poll(codes));

        assertThat(tokens.claims("access_token").path("aud").toString()).contains(REPORTS);
        assertThat(tokens.has("refresh_token")).isFalse();
        assertThat(realm.events()
                        .newest("OAUTH2_DEVICE_CODE_TO_TOKEN")
                        .path("details")
                        .path("offline_access_denied")
                        .asText())
                .isEqualTo("offline_access_not_allowed:" + REPORTS);
    }

    @Test
    void aUserWhoSaysNoIsTheEndOfIt() {
        Answer codes = expect(200, ask(Parameters.of("audience", ORDERS)));
        realm.browser().denyDevice(codes.text("verification_uri_complete"), "alice");

        assertThat(poll(codes).refusal()).isEqualTo("403 access_denied: User cancelled the confirmation prompt.");
    }

    @Test
    void aCodeIsGoodForOneLogin() {
        Answer codes = expect(200, ask(Parameters.of("audience", ORDERS)));
        realm.browser().approveDevice(codes.text("verification_uri_complete"), "alice");
        expect(200, poll(codes));

        assertThat(poll(codes).refusal()).isEqualTo("403 invalid_grant: Invalid or expired device code.");
    }

    @Test
    void anApiThatTheApplicationMayNotHaveIsRefusedBeforeAnybodyLogsIn() {
        assertThat(ask(Parameters.of("audience", "urn:none")).refusal())
                .isEqualTo("403 access_denied: Service not enabled within domain: urn:none");
        assertThat(realm.events().reason("OAUTH2_DEVICE_AUTH_ERROR")).isEqualTo("api_not_found");
    }

    @Test
    void anApplicationWithoutTheGrantIsRefused() {
        realm.clients().setAttribute(WEB_APP, ENABLED, "false");

        assertThat(ask(Parameters.of("audience", ORDERS)).refusal())
                .isEqualTo("403 unauthorized_client: Grant type '" + GRANT + "' not allowed for the client.");
        assertThat(realm.token(WEB_APP.credentials().with("grant_type", GRANT)).refusal())
                .isEqualTo("403 unauthorized_client: Grant type '" + GRANT + "' not allowed for the client.");
    }

    @Test
    void aDeviceWithoutACodeIsToldSo() {
        assertThat(realm.token(WEB_APP.credentials().with("grant_type", GRANT)).refusal())
                .isEqualTo("400 invalid_request: Missing required parameter: device_code");
    }
}
