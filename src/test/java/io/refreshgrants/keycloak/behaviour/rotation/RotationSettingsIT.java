package io.refreshgrants.keycloak.behaviour.rotation;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.SPA;
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

/** Rotation that is tried without consequences, turned on, turned off, and asked of single-page applications. */
@KeycloakTest
class RotationSettingsIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RotatingApplications rotation;

    RotationSettingsIT(DemoRealm realm) {
        this.realm = realm;
        this.rotation = new RotatingApplications(realm);
    }

    @Test
    void aDryRunReportsReuseAndGoesOn() {
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.reuse_detection", "log");
        String first = rotation.login(OTHER_APP);
        String second = rotation.next(OTHER_APP, first);
        String third = rotation.next(OTHER_APP, first);

        assertThat(rotation.details().path("reason").asText()).isEqualTo("refresh_token_reuse");
        assertThat(rotation.details().path("reuse_detection").asText()).isEqualTo("log");
        assertThat(realm.events().ofType("REFRESH_TOKEN"))
                .as("and the exchange has an event of its own")
                .hasSize(2);
        assertThat(rotation.next(OTHER_APP, third)).isNotBlank();
        assertThat(rotation.next(OTHER_APP, second)).isNotBlank();
        assertThat(realm.ledger().living()).hasSize(1);
    }

    @Test
    void switchedToRotationTheFirstUseEndsTheOtherTokensOfTheGrant() {
        String phone = rotation.login(WEB_APP);
        String laptop = rotation.login(WEB_APP);
        String billing = realm.refreshToken(WEB_APP, "carol", BILLING);
        realm.clients().setAttribute(WEB_APP, "refresh_grants.rotation_type", "rotating");
        String rotated = rotation.next(WEB_APP, phone);

        rotation.assertDead(WEB_APP, laptop);
        assertThat(rotation.details().path("revoked_reason").asText()).isEqualTo("rotation_turned_on");
        assertThat(rotation.next(WEB_APP, rotated)).isNotBlank();
        assertThat(rotation.next(WEB_APP, billing))
                .as("another audience is another grant")
                .isNotBlank();
    }

    @Test
    void inADryRunSwitchingToRotationEndsNothing() {
        String phone = rotation.login(WEB_APP);
        String laptop = rotation.login(WEB_APP);
        realm.clients().setAttribute(WEB_APP, "refresh_grants.rotation_type", "rotating");
        realm.clients().setAttribute(WEB_APP, "refresh_grants.reuse_detection", "log");
        try {
            assertThat(rotation.next(WEB_APP, phone)).isNotBlank();
            assertThat(rotation.next(WEB_APP, laptop)).isNotBlank();
            assertThat(realm.ledger().living()).hasSize(2);
        } finally {
            realm.clients().setAttribute(WEB_APP, "refresh_grants.reuse_detection", "enforce");
        }
    }

    @Test
    void switchedFromRotationARotatingFamilyEnds() {
        realm.clients().setAttribute(WEB_APP, "refresh_grants.rotation_type", "rotating");
        String token = rotation.login(WEB_APP);
        realm.clients().setAttribute(WEB_APP, "refresh_grants.rotation_type", "non-rotating");
        rotation.assertDead(WEB_APP, token);
        assertThat(rotation.details().path("reason").asText()).isEqualTo("rotation_turned_off");
        realm.clients().setAttribute(WEB_APP, "refresh_grants.rotation_type", "rotating");
        rotation.assertDead(WEB_APP, token);
        assertThat(rotation.details().path("revoked_reason").asText()).isEqualTo("rotation_turned_off");
    }

    @Test
    void aSinglePageApplicationGetsRotatingTokens() {
        String code = realm.browser().code(withPkce(codeRequest(SPA, ORDERS, "openid offline_access")), "carol");
        String first = expect(200, realm.token(SPA.code(code).with("code_verifier", Browser.VERIFIER)))
                .refreshToken();
        String second = rotation.next(SPA, first);
        rotation.assertDead(SPA, first);
        rotation.assertDead(SPA, second);
    }

    @Test
    void aTokenFromBeforeAnApplicationBecameASinglePageOneRefreshesOnlyByRotating() {
        String token = rotation.login(WEB_APP);
        realm.clients().setAttribute(WEB_APP, "refresh_grants.rotation_type", "non-rotating");
        realm.clients().setAttribute(WEB_APP, "refresh_grants.app_type", "spa");
        try {
            rotation.assertDead(WEB_APP, token);
            assertThat(rotation.details().path("reason").asText()).isEqualTo("refresh_tokens_not_allowed");
            realm.clients().setAttribute(WEB_APP, "refresh_grants.rotation_type", "rotating");
            assertThat(rotation.next(WEB_APP, token)).isNotBlank();
        } finally {
            realm.clients().setAttribute(WEB_APP, "refresh_grants.app_type", "regular_web");
        }
    }

    @Test
    void aSinglePageApplicationWithoutRotationGetsNone() {
        realm.clients().setAttribute(SPA, "refresh_grants.rotation_type", "non-rotating");
        try {
            String code = realm.browser().code(withPkce(codeRequest(SPA, ORDERS, "openid offline_access")), "carol");
            Answer answer = expect(200, realm.token(SPA.code(code).with("code_verifier", Browser.VERIFIER)));

            assertThat(answer.has("refresh_token")).isFalse();
            assertThat(answer.scope()).doesNotContain("offline_access");
            assertThat(realm.events()
                            .newest("CODE_TO_TOKEN")
                            .path("details")
                            .path("offline_access_denied")
                            .asText())
                    .isEqualTo("single_page_application_without_rotation");
        } finally {
            realm.clients().setAttribute(SPA, "refresh_grants.rotation_type", "rotating");
        }
    }
}
