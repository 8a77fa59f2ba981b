package io.refreshgrants.keycloak.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.api.Api;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IssuanceTest {

    private static Api api(String identifier, int lifetime, int forWeb) {
        return new Api(
                identifier, true, Duration.ofSeconds(lifetime), Duration.ofSeconds(forWeb), identifier + "-scope");
    }

    private static Issuance issuance(Api... apis) {
        return new Issuance(List.of(apis), true, Optional.empty());
    }

    @Test
    void theStrictestApiSaysHowLongATokenLives() {
        Issuance issuance = issuance(api("b", 600, 90), api("a", 60, 120));

        assertThat(issuance.lifetime(false)).contains(Duration.ofSeconds(60));
        assertThat(issuance.lifetime(true)).contains(Duration.ofSeconds(90));
    }

    @Test
    void withoutAnApiTheLifetimeIsKeycloaks() {
        assertThat(issuance().lifetime(false)).isEmpty();
        assertThat(issuance().audience()).isEmpty();
    }

    @Test
    void theAudienceOfAGrantDoesNotDependOnTheOrderOfTheRequest() {
        assertThat(issuance(api("b", 60, 60), api("a", 60, 60)).audience())
                .isEqualTo(issuance(api("a", 60, 60), api("b", 60, 60)).audience())
                .isEqualTo("a b");
    }

    @Test
    void duplicatesOfARealmFileCountOnce() {
        assertThat(issuance(api("a", 60, 60), api("a", 30, 30)).identifiers()).containsExactly("a");
    }
}
