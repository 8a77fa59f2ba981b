package io.refreshgrants.keycloak.behaviour.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A user who may ask for a refresh token: a fresh one before each test. */
final class OfflineUser implements BeforeEachCallback {

    private static final String NAME = "carol";

    private final DemoRealm realm;

    OfflineUser(DemoRealm realm) {
        this.realm = realm;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        realm.users().replace(NAME);
    }

    /** A login has succeeded without a refresh token, a family, or an offline session. */
    void assertNothingOffline(Answer answer, Application application) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.has("refresh_token")).isFalse();
        assertThat(answer.scope()).doesNotContain("offline_access");
        assertThat(answer.claims("access_token").path("scope").asText()).doesNotContain("offline_access");
        assertThat(realm.ledger().rows()).isEmpty();
        assertThat(realm.users().offlineSessions(NAME, application)).isZero();
    }
}
