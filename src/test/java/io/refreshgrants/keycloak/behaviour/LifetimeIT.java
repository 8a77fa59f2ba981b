package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.DemoRealm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The absolute and the idle end of a family. */
class LifetimeIT extends ApplicationSettings {

    LifetimeIT(DemoRealm realm) {
        super(realm);
    }

    @Test
    void theAbsoluteEndIsFixedAtTheLoginAndInheritedThroughRotation() {
        set("rotation_type", "rotating", "expiration_type", "expiring", "token_lifetime", "864000",
                "idle_token_lifetime", "500000");
        String token = login();
        for (int day = 3; day <= 9; day += 3) {
            realm.clockAhead(Duration.ofDays(day));
            token = expect(200, refresh(token)).refreshToken();
        }
        realm.clockAhead(Duration.ofDays(10).plusSeconds(1));
        assertDead(token, "refresh_token_expired");
    }

    @Test
    void theIdleEndMovesWithEachExchange() {
        set("expiration_type", "expiring", "infinite_token_lifetime", "true", "idle_token_lifetime", "864000");
        String token = login();
        for (int day = 8; day <= 40; day += 8) {
            realm.clockAhead(Duration.ofDays(day));
            expect(200, refresh(token));
        }
        realm.clockAhead(Duration.ofDays(51));
        assertDead(token, "refresh_token_idle");
    }

    @Test
    void theIdleEndFollowsTheSettingOfToday() {
        set("expiration_type", "expiring", "infinite_token_lifetime", "true", "idle_token_lifetime", "864000");
        String token = login();
        set("idle_token_lifetime", "3600");
        realm.clockAhead(Duration.ofHours(2));
        assertDead(token, "refresh_token_idle");
        set("idle_token_lifetime", "864000");
        assertThat(refresh(token).status()).isEqualTo(200);
    }

    @Test
    void infiniteWinsOverNumbers() {
        set("expiration_type", "expiring", "token_lifetime", "60", "infinite_token_lifetime", "true",
                "idle_token_lifetime", "60", "infinite_idle_token_lifetime", "true");
        String token = login();
        realm.clockAhead(Duration.ofDays(365));

        assertThat(refresh(token).status()).isEqualTo(200);
    }

    @Test
    void nonExpiringMeansNonExpiring() {
        set("expiration_type", "non-expiring", "token_lifetime", "60", "idle_token_lifetime", "60");
        String token = login();
        realm.clockAhead(Duration.ofDays(3650));

        assertThat(refresh(token).status()).isEqualTo(200);
    }

    @Test
    void aTokenOfARotatingNonExpiringApplicationAlsoOutlivesKeycloaksIdleTime() {
        set("rotation_type", "rotating", "expiration_type", "non-expiring");
        String token = login();
        realm.clockAhead(Duration.ofDays(1800));
        String next = expect(200, refresh(token)).refreshToken();
        realm.clockAhead(Duration.ofDays(3600));

        assertThat(refresh(next).status()).isEqualTo(200);
    }

    @Test
    void turningOnAMaximumConvertsAtTheNextExchangeAndIsIrreversible() {
        String token = login();
        set("expiration_type", "expiring", "token_lifetime", "864000", "infinite_idle_token_lifetime", "true");
        realm.clockAhead(Duration.ofDays(30));
        expect(200, refresh(token));
        set("expiration_type", "non-expiring");
        realm.clockAhead(Duration.ofDays(39));
        assertThat(refresh(token).status()).isEqualTo(200);
        realm.clockAhead(Duration.ofDays(41));
        assertDead(token, "refresh_token_expired");
    }

    @Test
    void rotatingTokensExpireUnlessTheApplicationSaysOtherwise() {
        set("rotation_type", "rotating");
        String token = login();
        realm.clockAhead(Duration.ofDays(16));
        assertDead(token, "refresh_token_idle");
    }

    @Test
    void introspectionKnowsTheEnd() {
        set("expiration_type", "expiring", "token_lifetime", "60");
        String token = login();
        realm.clockAhead(Duration.ofMinutes(2));

        assertThat(realm.introspect(OTHER_APP, token, "refresh_token").json().path("active").asBoolean())
                .isFalse();
    }
}
