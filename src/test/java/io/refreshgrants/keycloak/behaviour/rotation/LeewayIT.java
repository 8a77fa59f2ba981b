package io.refreshgrants.keycloak.behaviour.rotation;

import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The predecessor of a rotated token: for how long it is still good. */
@KeycloakTest
@AloneOnServer
class LeewayIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RotatingApplications rotation;

    LeewayIT(DemoRealm realm) {
        this.realm = realm;
        this.rotation = new RotatingApplications(realm);
    }

    @Test
    void thePredecessorIsGoodWithinTheLeeway() {
        String first = rotation.login(ROTATING_APP);
        String lost = rotation.next(ROTATING_APP, first);
        String again = rotation.next(ROTATING_APP, first);

        assertThat(again).isNotEqualTo(lost);
        assertThat(rotation.next(ROTATING_APP, again)).isNotBlank();
        assertThat(realm.ledger().living()).hasSize(1);
    }

    @Test
    void everyUseWithinTheLeewayGivesAFreshTokenAndOneNewestSurvives() {
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        String first = rotation.login(ROTATING_APP);
        String second = rotation.next(ROTATING_APP, first);
        String third = rotation.next(ROTATING_APP, first);
        String fourth = rotation.next(ROTATING_APP, first);

        assertThat(rotation.next(ROTATING_APP, fourth)).isNotBlank();
        rotation.assertDead(ROTATING_APP, third);
        assertThat(rotation.details().path("reason").asText()).isEqualTo("refresh_token_reuse");
        rotation.assertDead(ROTATING_APP, second);
        assertThat(realm.ledger().living()).isEmpty();
    }

    @Test
    void theLeewayEnds() {
        String first = rotation.login(ROTATING_APP);
        String second = rotation.next(ROTATING_APP, first);
        realm.clock().ahead(Duration.ofSeconds(5));
        rotation.assertDead(ROTATING_APP, first);
        rotation.assertDead(ROTATING_APP, second);
    }

    @Test
    void usingTheSuccessorEndsTheLeeway() {
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        String first = rotation.login(ROTATING_APP);
        String second = rotation.next(ROTATING_APP, first);
        String third = rotation.next(ROTATING_APP, second);
        rotation.assertDead(ROTATING_APP, first);
        rotation.assertDead(ROTATING_APP, third);
    }

    @Test
    void theLeewayIsThatOfTheRotationNotOfTheLastUse() {
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", "60");
        String first = rotation.login(ROTATING_APP);
        rotation.next(ROTATING_APP, first);
        realm.clock().ahead(Duration.ofSeconds(40));
        rotation.next(ROTATING_APP, first);
        realm.clock().ahead(Duration.ofSeconds(80));
        rotation.assertDead(ROTATING_APP, first);
    }

    @Test
    void aRevokedFamilyStaysRevokedWithinTheLeeway() {
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        String first = rotation.login(ROTATING_APP);
        String second = rotation.next(ROTATING_APP, first);
        realm.revoke(ROTATING_APP.revoke(second));
        rotation.assertDead(ROTATING_APP, first);
        rotation.assertDead(ROTATING_APP, second);
    }
}
