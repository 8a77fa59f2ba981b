package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.ConfiguredApplication;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The absolute and the idle end of a family. */
@KeycloakTest
@AloneOnServer
class LifetimeIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final ConfiguredApplication app;

    LifetimeIT(DemoRealm realm) {
        this.realm = realm;
        this.app = new ConfiguredApplication(realm);
    }

    @Test
    void theAbsoluteEndIsFixedAtTheLoginAndInheritedThroughRotation() {
        app.set(
                "rotation_type",
                "rotating",
                "expiration_type",
                "expiring",
                "token_lifetime",
                "864000",
                "idle_token_lifetime",
                "500000");
        String token = app.login();
        for (int day = 3; day <= 9; day += 3) {
            realm.clock().ahead(Duration.ofDays(day));
            token = expect(200, app.refresh(token)).refreshToken();
        }
        realm.clock().ahead(Duration.ofDays(10).plusSeconds(1));
        app.assertDead(token, "refresh_token_expired");
    }

    @Test
    void aLifetimeIsNeverShortened() {
        app.set("rotation_type", "rotating", "expiration_type", "expiring", "token_lifetime", "60");
        for (int i = 0; i < 10; i++) {
            app.login();
        }

        assertThat(realm.ledger().living())
                .allSatisfy(row -> assertThat(row.path("EXPIRES_AT").asLong() * 1000)
                        .isBetween(
                                row.path("CREATED_AT").asLong() + 60_000,
                                row.path("CREATED_AT").asLong() + 60_999));
    }

    @Test
    void everyTokenOfAFamilyWithAnEndCarriesIt() {
        app.set("rotation_type", "rotating", "expiration_type", "expiring", "token_lifetime", "864000");
        String first = app.login();
        realm.clock().ahead(Duration.ofDays(1));
        String second = expect(200, app.refresh(first)).refreshToken();

        long end = realm.ledger().living().get(0).path("EXPIRES_AT").asLong();
        assertThat(Answer.claimsOf(first).path("exp").asLong()).isEqualTo(end);
        assertThat(Answer.claimsOf(second).path("exp").asLong()).isEqualTo(end);
    }

    @Test
    void aTokenThatNeverEndsCarriesNoEnd() {
        app.set("expiration_type", "non-expiring");
        assertThat(Answer.claimsOf(app.login()).has("exp")).isFalse();
    }

    @Test
    void aServerWithoutTheExtensionRefusesManagedTokens() {
        String token = app.login();
        assertThat(realm.withoutTheExtension(OTHER_APP, token)).isEqualTo("Offline user session not found");
        String keycloaks = realm.keycloakToken(OTHER_APP.password("carol", null, "openid offline_access"))
                .refreshToken();
        assertThat(realm.withoutTheExtension(OTHER_APP, keycloaks)).isEmpty();
    }

    @Test
    void theIdleEndMovesWithEachExchange() {
        app.set("expiration_type", "expiring", "infinite_token_lifetime", "true", "idle_token_lifetime", "864000");
        String token = app.login();
        for (int day = 8; day <= 40; day += 8) {
            realm.clock().ahead(Duration.ofDays(day));
            expect(200, app.refresh(token));
        }
        realm.clock().ahead(Duration.ofDays(51));
        app.assertDead(token, "refresh_token_idle");
    }

    @Test
    void theIdleEndFollowsTheSettingOfToday() {
        app.set("expiration_type", "expiring", "infinite_token_lifetime", "true", "idle_token_lifetime", "864000");
        String token = app.login();
        app.set("idle_token_lifetime", "3600");
        realm.clock().ahead(Duration.ofHours(2));
        app.assertDead(token, "refresh_token_idle");
        app.set("idle_token_lifetime", "864000");
        assertThat(app.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void infiniteWinsOverNumbers() {
        app.set(
                "expiration_type",
                "expiring",
                "token_lifetime",
                "60",
                "infinite_token_lifetime",
                "true",
                "idle_token_lifetime",
                "60",
                "infinite_idle_token_lifetime",
                "true");
        String token = app.login();
        realm.clock().ahead(Duration.ofDays(365));

        assertThat(app.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void nonExpiringMeansNonExpiring() {
        app.set("expiration_type", "non-expiring", "token_lifetime", "60", "idle_token_lifetime", "60");
        String token = app.login();
        realm.clock().ahead(Duration.ofDays(3650));

        assertThat(app.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void aTokenOfARotatingNonExpiringApplicationAlsoOutlivesKeycloaksIdleTime() {
        app.set("rotation_type", "rotating", "expiration_type", "non-expiring");
        String token = app.login();
        realm.clock().ahead(Duration.ofDays(1800));
        String next = expect(200, app.refresh(token)).refreshToken();
        realm.clock().ahead(Duration.ofDays(3600));

        assertThat(app.refresh(next).status()).isEqualTo(200);
    }

    @Test
    void turningOnAMaximumConvertsAtTheNextExchangeAndIsIrreversible() {
        String token = app.login();
        app.set("expiration_type", "expiring", "token_lifetime", "864000", "infinite_idle_token_lifetime", "true");
        realm.clock().ahead(Duration.ofDays(30));
        expect(200, app.refresh(token));
        app.set("expiration_type", "non-expiring");
        realm.clock().ahead(Duration.ofDays(39));
        assertThat(app.refresh(token).status()).isEqualTo(200);
        realm.clock().ahead(Duration.ofDays(41));
        app.assertDead(token, "refresh_token_expired");
    }

    @Test
    void rotatingTokensExpireUnlessTheApplicationSaysOtherwise() {
        app.set("rotation_type", "rotating");
        String token = app.login();
        realm.clock().ahead(Duration.ofDays(16));
        app.assertDead(token, "refresh_token_idle");
    }

    @Test
    void introspectionKnowsTheEnd() {
        app.set("expiration_type", "expiring", "token_lifetime", "60");
        String token = app.login();
        realm.clock().ahead(Duration.ofMinutes(2));

        assertThat(realm.introspect(OTHER_APP, token, "refresh_token")
                        .json()
                        .path("active")
                        .asBoolean())
                .isFalse();
    }
}
