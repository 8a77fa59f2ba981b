package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.behaviour.settings.ApplicationSettings;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The limit on exchanges of one family from one address. */
class ThrottleIT extends ApplicationSettings {

    ThrottleIT(DemoRealm realm) {
        super(realm);
    }

    @Test
    void oneTokenFromOneAddressIsThrottled() {
        set("throttle_requests", "3", "throttle_period", "60");
        String token = login();
        for (int remaining = 2; remaining >= 0; remaining--) {
            Answer answer = expect(200, refresh(token));
            assertThat(answer.headers())
                    .containsEntry("x-ratelimit-limit", "3")
                    .containsEntry("x-ratelimit-remaining", String.valueOf(remaining));
            assertThat(Long.parseLong(answer.headers().get("x-ratelimit-reset")))
                    .isGreaterThan(System.currentTimeMillis() / 1000);
        }
        Answer refused = refresh(token);

        assertThat(refused.refusal()).startsWith("429 too_many_requests: Too many requests.");
        assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(1, 20);
        assertThat(refused.headers())
                .containsEntry("x-ratelimit-remaining", "0")
                .containsEntry("content-type", "application/json");
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("too_many_requests");

        realm.clockAhead(Duration.ofSeconds(61));
        assertThat(refresh(token).status()).isEqualTo(200);
    }

    @Test
    void aThrottledRequestConsumesNothing() {
        set("rotation_type", "rotating", "throttle_requests", "1", "throttle_period", "60");
        String token = login();
        String next = expect(200, refresh(token)).refreshToken();
        assertThat(refresh(next).status()).isEqualTo(429);
        assertThat(refresh(token).status()).as("not even a reuse").isEqualTo(429);
        realm.clockAhead(Duration.ofSeconds(61));

        assertThat(refresh(next).status()).isEqualTo(200);
    }

    @Test
    void anotherFamilyHasABucketOfItsOwn() {
        set("throttle_requests", "1");
        String first = login();
        String second = login();
        expect(200, refresh(first));
        assertThat(refresh(first).status()).isEqualTo(429);

        assertThat(refresh(second).status()).isEqualTo(200);
    }

    @Test
    void anotherAddressHasABucketOfItsOwnAndAForgedHeaderIsNone() {
        set("throttle_requests", "1");
        String token = login();
        expect(200, refresh(token));
        Answer forged = Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, Http.json(OTHER_APP.refresh(token)))
                .header("X-Forwarded-For", "203.0.113.7"));

        assertThat(forged.status()).as("no proxy is trusted here").isEqualTo(429);
    }

    @Test
    void zeroSwitchesItOff() {
        set("throttle_requests", "0");
        String token = login();
        for (int i = 0; i < 15; i++) {
            assertThat(refresh(token).headers()).doesNotContainKey("x-ratelimit-limit");
        }
    }

    @Test
    void tenAMinuteIsTheDefault() {
        String token = login();
        for (int i = 0; i < 10; i++) {
            expect(200, refresh(token));
        }
        assertThat(refresh(token).status()).isEqualTo(429);
    }

    @Test
    void keycloaksEndpointIsThrottledToo() {
        set("throttle_requests", "1");
        String token = login();
        expect(200, realm.keycloakToken(OTHER_APP.refresh(token)));
        Answer refused = realm.keycloakToken(OTHER_APP.refresh(token));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsKey("retry-after");
    }
}
