package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.ConfiguredApplication;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Multi-resource refresh tokens. */
@KeycloakTest
class ResourcePolicyIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final ConfiguredApplication app;

    ResourcePolicyIT(DemoRealm realm) {
        this.realm = realm;
        this.app = new ConfiguredApplication(realm);
    }

    private static final String POLICIES =
            "[{\"audience\":\"" + BILLING + "\",\"scope\":[\"write:orders\"]},{\"audience\":\"" + REPORTS + "\"}]";

    @Test
    void aPolicyLetsARefreshAskForAnotherApi() {
        app.set("policies", POLICIES);
        String token = app.login();
        Answer other = expect(200, realm.token(OTHER_APP.refresh(token).with("audience", BILLING)));

        assertThat(other.claims("access_token").path("aud").toString())
                .contains(BILLING)
                .doesNotContain(ORDERS);
        assertThat(other.scope())
                .as("a scope of one API is not carried to another")
                .containsExactlyInAnyOrder("openid", "offline_access", "write:orders");
        assertThat(other.json().path("expires_in").asInt()).isEqualTo(3600);
        Answer own = expect(200, app.refresh(token));
        assertThat(own.claims("access_token").path("aud").toString())
                .contains(ORDERS)
                .doesNotContain(BILLING);
        assertThat(own.scope()).doesNotContain("write:orders");
    }

    @Test
    void theGrantAndItsRevocationStayThoseOfTheOriginal() {
        app.set("policies", POLICIES);
        String token = app.login();
        String billings = realm.refreshToken(OTHER_APP, "carol", BILLING);
        expect(200, realm.token(OTHER_APP.refresh(token).with("audience", BILLING)));
        realm.revoke(OTHER_APP.revoke(token));

        assertThat(app.refresh(billings).status()).isEqualTo(200);
        app.assertDead(token, "refresh_token_revoked");
    }

    @Test
    void aScopeIsIntersectedWithGrantAndPolicy() {
        app.set("policies", POLICIES);
        String token = app.login();
        Answer other = expect(
                200,
                realm.token(OTHER_APP.refresh(token).with("audience", BILLING).with("scope", "write:orders phone")));

        assertThat(other.scope()).containsExactly("write:orders");
        assertThat(other.claims("access_token").path("aud").asText()).isEqualTo(BILLING);
    }

    @Test
    void anAudienceThatNoPolicyNamesIsRefused() {
        app.set("policies", "[{\"audience\":\"" + REPORTS + "\",\"scope\":[]}]");
        String token = app.login();

        assertThat(realm.token(OTHER_APP.refresh(token).with("audience", BILLING))
                        .refusal())
                .isEqualTo("403 access_denied: Service not enabled within domain: " + BILLING);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("audience_not_allowed");
        assertThat(app.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void anApiWithoutOfflineAccessIsRefusedEvenWithAPolicy() {
        app.set("policies", POLICIES);
        assertThat(realm.token(OTHER_APP.refresh(app.login()).with("audience", REPORTS))
                        .refusal())
                .isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("offline_access_not_allowed");
    }
}
