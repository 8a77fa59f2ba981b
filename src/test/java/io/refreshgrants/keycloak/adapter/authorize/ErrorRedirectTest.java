package io.refreshgrants.keycloak.adapter.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorRedirectTest {

    @ParameterizedTest
    @CsvSource({
        "http://a/cb?error=x&state=s&error=y&iss=t, http://a/cb?state=s&error=y&iss=t",
        "http://a/cb#error=x&iss=k&error=y&iss=t, http://a/cb#error=y&iss=t",
        "http://a/cb?error=x&error=y&error=z, http://a/cb?error=z",
        "http://a/cb?error=own#error=y, http://a/cb?error=own#error=y",
        "http://a/cb?b=1&b=2&error=x, http://a/cb?b=1&b=2&error=x",
        "http://a/cb?my_error=x&error=y, http://a/cb?my_error=x&error=y",
    })
    void theLastOfEachCounts(String location, String corrected) {
        assertThat(ErrorRedirect.lastOfEach(URI.create(location))).isEqualTo(URI.create(corrected));
    }
}
