package io.refreshgrants.keycloak.faults;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes whose clocks are ten seconds apart: the database's clock decides. */
@Tag("long")
class ClockIT extends FaultTest {

    private static final int LEEWAY = 3;
    private static final int IDLE = 5;
    private static final int LIFETIME = 9;

    ClockIT(FaultyCluster cluster) {
        super(cluster);
    }

    @AfterEach
    void asBefore() {
        for (String name : List.of("max_tokens", "expiration_type", "token_lifetime", "idle_token_lifetime")) {
            set(name, null);
        }
    }

    private void set(String name, String value) {
        second.setAttribute(ROTATING_APP, "refresh_grants." + name, value);
    }

    private static long issuedAt(DemoRealm node) {
        Answer login = node.login(WEB_APP, USER, ORDERS, "openid offline_access");
        return login.claims("access_token").path("iat").asLong();
    }

    @Test
    void theClocksAreApart() {
        assertThat(issuedAt(second) - issuedAt(first()))
                .isBetween(FaultyCluster.SECONDS_AHEAD - 3L, FaultyCluster.SECONDS_AHEAD + 1L);
    }

    @Test
    void theLeewayIsAsLongWhicheverNodeIsAsked() throws InterruptedException {
        leeway(LEEWAY);
        for (List<DemoRealm> nodes : List.of(List.of(first(), second), List.of(second, first()))) {
            String token = nodes.get(0).refreshToken(ROTATING_APP, USER);
            expect(200, refresh(nodes.get(0), token));
            assertThat(refresh(nodes.get(1), token).status())
                    .as("within the leeway")
                    .isEqualTo(200);
        }
        String rotatedHere = first().refreshToken(ROTATING_APP, USER);
        String rotatedThere = second.refreshToken(ROTATING_APP, USER);
        expect(200, refresh(first(), rotatedHere));
        expect(200, refresh(second, rotatedThere));
        TimeUnit.SECONDS.sleep(LEEWAY);
        assertDead(second, ROTATING_APP, rotatedHere, "refresh_token_reuse");
        assertDead(first(), ROTATING_APP, rotatedThere, "refresh_token_reuse");
    }

    /** Of two families of one login time, one is used, now here, now there. */
    @Test
    void lifetimesEndAtBothNodesAtOnce() throws InterruptedException {
        set("expiration_type", "expiring");
        set("token_lifetime", String.valueOf(LIFETIME));
        set("idle_token_lifetime", String.valueOf(IDLE));
        String idle = first().refreshToken(ROTATING_APP, USER);
        String used = first().refreshToken(ROTATING_APP, USER);

        TimeUnit.SECONDS.sleep(2);
        used = expect(200, refresh(second, used)).refreshToken();
        TimeUnit.SECONDS.sleep(IDLE - 1);
        used = expect(200, refresh(first(), used)).refreshToken();
        for (DemoRealm node : List.of(first(), second)) {
            assertDead(node, ROTATING_APP, idle, "refresh_token_idle");
        }
        // An end is a whole second, rounded up.
        TimeUnit.SECONDS.sleep(LIFETIME - IDLE);
        for (DemoRealm node : List.of(first(), second)) {
            assertDead(node, ROTATING_APP, used, "refresh_token_expired");
        }
    }

    @Test
    void aLoginNeverPushesItselfOut() {
        set("max_tokens", "1");
        String ahead = second.refreshToken(ROTATING_APP, USER);
        String token = first().refreshToken(ROTATING_APP, USER);

        assertThat(refresh(second, token).status()).isEqualTo(200);
        assertDead(second, ROTATING_APP, ahead, "refresh_token_revoked");
    }

    @Test
    void aRevocationHoldsAtOnceInBothDirections() {
        for (List<DemoRealm> nodes : List.of(List.of(first(), second), List.of(second, first()))) {
            String token = nodes.get(0).refreshToken(WEB_APP, USER);
            assertThat(nodes.get(1).revoke(WEB_APP.revoke(token)).status()).isEqualTo(200);
            assertDead(nodes.get(0), WEB_APP, token, "refresh_token_revoked");
            assertThat(nodes.get(0)
                            .token(WEB_APP.refresh(nodes.get(0).refreshToken(WEB_APP, USER)))
                            .status())
                    .as("a login afterwards")
                    .isEqualTo(200);
        }
    }
}
