package io.refreshgrants.keycloak.behaviour.rotation;

import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.DemoRealm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The predecessor of a rotated token: for how long it is still good. */
class LeewayIT extends RotatingRealm {

    LeewayIT(DemoRealm realm) {
        super(realm);
    }

    @Test
    void thePredecessorIsGoodWithinTheLeeway() {
        String first = login(ROTATING_APP);
        String lost = next(ROTATING_APP, first);
        String again = next(ROTATING_APP, first);

        assertThat(again).isNotEqualTo(lost);
        assertThat(next(ROTATING_APP, again)).isNotBlank();
        assertThat(realm.livingFamilies()).hasSize(1);
    }

    @Test
    void everyUseWithinTheLeewayGivesAFreshTokenAndOneNewestSurvives() {
        realm.setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        String first = login(ROTATING_APP);
        String second = next(ROTATING_APP, first);
        String third = next(ROTATING_APP, first);
        String fourth = next(ROTATING_APP, first);

        assertThat(next(ROTATING_APP, fourth)).isNotBlank();
        assertDead(ROTATING_APP, third);
        assertThat(details().path("reason").asText()).isEqualTo("refresh_token_reuse");
        assertDead(ROTATING_APP, second);
        assertThat(realm.livingFamilies()).isEmpty();
    }

    @Test
    void theLeewayEnds() {
        String first = login(ROTATING_APP);
        String second = next(ROTATING_APP, first);
        realm.clockAhead(Duration.ofSeconds(5));
        assertDead(ROTATING_APP, first);
        assertDead(ROTATING_APP, second);
    }

    @Test
    void usingTheSuccessorEndsTheLeeway() {
        realm.setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        String first = login(ROTATING_APP);
        String second = next(ROTATING_APP, first);
        String third = next(ROTATING_APP, second);
        assertDead(ROTATING_APP, first);
        assertDead(ROTATING_APP, third);
    }

    @Test
    void theLeewayIsThatOfTheRotationNotOfTheLastUse() {
        realm.setAttribute(ROTATING_APP, "refresh_grants.leeway", "60");
        String first = login(ROTATING_APP);
        next(ROTATING_APP, first);
        realm.clockAhead(Duration.ofSeconds(40));
        next(ROTATING_APP, first);
        realm.clockAhead(Duration.ofSeconds(80));
        assertDead(ROTATING_APP, first);
    }

    @Test
    void aRevokedFamilyStaysRevokedWithinTheLeeway() {
        realm.setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        String first = login(ROTATING_APP);
        String second = next(ROTATING_APP, first);
        realm.revoke(ROTATING_APP.revoke(second));
        assertDead(ROTATING_APP, first);
        assertDead(ROTATING_APP, second);
    }
}
