package io.refreshgrants.keycloak.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.settings.ThrottleLimit;
import io.refreshgrants.keycloak.throttle.RefreshThrottle.Verdict;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.Config;
import org.keycloak.common.util.Time;

class TokenBucketThrottleTest {

    private static final ThrottleLimit LIMIT = new ThrottleLimit(2, Duration.ofSeconds(60));

    private TokenBucketThrottleFactory throttle;

    @BeforeEach
    void start() {
        throttle = throttle(1_000);
    }

    @AfterEach
    void realTime() {
        Time.setOffset(0);
    }

    private static TokenBucketThrottleFactory throttle(int maxBuckets) {
        TokenBucketThrottleFactory factory = new TokenBucketThrottleFactory();
        factory.init((Config.Scope) Proxy.newProxyInstance(
                TokenBucketThrottleTest.class.getClassLoader(),
                new Class<?>[] {Config.Scope.class},
                (proxy, method, arguments) -> String.valueOf(maxBuckets)));
        return factory;
    }

    private Verdict take(String family, String address) {
        return throttle.take(family, address, LIMIT);
    }

    @Test
    void aBucketEmptiesAndFillsAgain() {
        assertThat(take("a", "1.1.1.1").remaining()).isEqualTo(1);
        assertThat(take("a", "1.1.1.1").remaining()).isZero();
        Verdict refused = take("a", "1.1.1.1");
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));

        Time.setOffset(31);
        assertThat(take("a", "1.1.1.1").allowed())
                .as("one of two has come back")
                .isTrue();
        assertThat(take("a", "1.1.1.1").allowed()).isFalse();
        Time.setOffset(95);
        assertThat(take("a", "1.1.1.1").remaining()).isEqualTo(1);
    }

    @Test
    void aBucketThatIsFullAgainTakesNoMemory() {
        take("a", "1.1.1.1");
        Time.setOffset(40);
        take("b", "1.1.1.1");

        Time.setOffset(61);
        assertThat(throttle.size())
                .as("the one that was left alone for a minute is gone")
                .isEqualTo(1);
        Time.setOffset(101);
        assertThat(throttle.size()).isZero();
    }

    @Test
    void familiesAndAddressesHaveBucketsOfTheirOwn() {
        take("a", "1.1.1.1");
        take("a", "1.1.1.1");

        assertThat(take("a", "1.1.1.1").allowed()).isFalse();
        assertThat(take("a", "1.1.1.2").allowed()).isTrue();
        assertThat(take("b", "1.1.1.1").allowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::1, true",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:3::1, false",
        "2001:DB8:1:2::9, 2001:db8:1:2:0:0:0:8, true",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "::ffff:10.0.0.1, ::ffff:10.0.0.2, false",
        "10.0.0.1, 10.0.0.2, false"
    })
    void ipv6CountsByItsNetwork(String one, String other, boolean same) {
        assertThat(ClientAddress.of(one).equals(ClientAddress.of(other))).isEqualTo(same);
    }

    @Test
    void whatIsNoAddressIsTakenAsItIs() {
        assertThat(ClientAddress.of(null)).isEqualTo("null");
        assertThat(ClientAddress.of("unix:socket")).isEqualTo("unix:socket");
        assertThat(ClientAddress.of("proxy.example.com")).isEqualTo("proxy.example.com");
    }

    @Test
    void aFloodOfAddressesDoesNotFillTheMemory() {
        throttle = throttle(100);
        for (int i = 0; i < 100_000; i++) {
            take("a", "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
        }

        assertThat(throttle.size()).isLessThanOrEqualTo(100);
    }
}
