package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.ConfiguredApplication;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limit on exchanges of one family from one address. */
@KeycloakTest
@AloneOnServer
class ThrottleIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final ConfiguredApplication app;

    ThrottleIT(DemoRealm realm) {
        this.realm = realm;
        this.app = new ConfiguredApplication(realm);
    }

    @Test
    void oneTokenFromOneAddressIsThrottled() {
        app.set("throttle_requests", "3", "throttle_period", "60");
        String token = app.login();
        for (int remaining = 2; remaining >= 0; remaining--) {
            Answer answer = expect(200, app.refresh(token));
            assertThat(answer.headers())
                    .containsEntry("x-ratelimit-limit", "3")
                    .containsEntry("x-ratelimit-remaining", String.valueOf(remaining));
            assertThat(Long.parseLong(answer.headers().get("x-ratelimit-reset")))
                    .isGreaterThan(System.currentTimeMillis() / 1000);
        }
        Answer refused = app.refresh(token);

        assertThat(refused.refusal()).startsWith("429 too_many_requests: Too many requests.");
        assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(1, 20);
        assertThat(refused.headers())
                .containsEntry("x-ratelimit-remaining", "0")
                .containsEntry("content-type", "application/json");
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("too_many_requests");

        realm.clock().ahead(Duration.ofSeconds(61));
        assertThat(app.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void aThrottledRequestConsumesNothing() {
        app.set("rotation_type", "rotating", "throttle_requests", "1", "throttle_period", "60");
        String token = app.login();
        String next = expect(200, app.refresh(token)).refreshToken();
        assertThat(app.refresh(next).status()).isEqualTo(429);
        assertThat(app.refresh(token).status()).as("not even a reuse").isEqualTo(429);
        realm.clock().ahead(Duration.ofSeconds(61));

        assertThat(app.refresh(next).status()).isEqualTo(200);
    }

    @Test
    void anotherFamilyHasABucketOfItsOwn() {
        app.set("throttle_requests", "1");
        String first = app.login();
        String second = app.login();
        expect(200, app.refresh(first));
        assertThat(app.refresh(first).status()).isEqualTo(429);

        assertThat(app.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void anotherAddressHasABucketOfItsOwnAndAForgedHeaderIsNone() {
        app.set("throttle_requests", "1");
        String token = app.login();
        expect(200, app.refresh(token));
        Answer forged = Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, Http.json(OTHER_APP.refresh(token)))
                .header("X-Real-IP", "203.0.113.7"));

        assertThat(forged.status())
                .as("a header that the server is not told to believe")
                .isEqualTo(429);
    }

    @Test
    void zeroSwitchesItOff() {
        app.set("throttle_requests", "0");
        String token = app.login();
        for (int i = 0; i < 15; i++) {
            assertThat(app.refresh(token).headers()).doesNotContainKey("x-ratelimit-limit");
        }
    }

    @Test
    void tenAMinuteIsTheDefault() {
        String token = app.login();
        for (int i = 0; i < 10; i++) {
            expect(200, app.refresh(token));
        }
        assertThat(app.refresh(token).status()).isEqualTo(429);
    }

    @Test
    void keycloaksEndpointIsThrottledToo() {
        app.set("throttle_requests", "1");
        String token = app.login();
        expect(200, realm.keycloakToken(OTHER_APP.refresh(token)));
        Answer refused = realm.keycloakToken(OTHER_APP.refresh(token));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsKey("retry-after");
    }
}
