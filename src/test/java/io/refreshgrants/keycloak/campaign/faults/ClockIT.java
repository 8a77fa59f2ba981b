package io.refreshgrants.keycloak.campaign.faults;

import static io.refreshgrants.keycloak.campaign.faults.Nodes.USER;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes whose clocks are ten seconds apart: the database's clock decides. */
@Tag("long")
@FaultTest
class ClockIT {

    private static final int LEEWAY = 3;
    private static final int IDLE = 60;
    private static final int LIFETIME = 100;

    private final FaultyCluster cluster;
    private final DemoRealm second;

    @RegisterExtension
    private final Nodes nodes;

    ClockIT(FaultyCluster cluster) {
        this.cluster = cluster;
        this.second = cluster.second();
        this.nodes = new Nodes(cluster);
    }

    @AfterEach
    void asBefore() {
        for (String name : List.of("max_tokens", "expiration_type", "token_lifetime", "idle_token_lifetime")) {
            set(name, null);
        }
    }

    private void set(String name, String value) {
        second.clients().setAttribute(ROTATING_APP, "refresh_grants." + name, value);
    }

    private static long issuedAt(DemoRealm node) {
        Answer login = node.login(WEB_APP, USER, ORDERS, "openid offline_access");
        return login.claims("access_token").path("iat").asLong();
    }

    @Test
    void theClocksAreApart() {
        assertThat(issuedAt(second) - issuedAt(nodes.first()))
                .isBetween(FaultyCluster.SECONDS_AHEAD - 3L, FaultyCluster.SECONDS_AHEAD + 1L);
    }

    @Test
    void theLeewayIsAsLongWhicheverNodeIsAsked() throws SQLException {
        nodes.leeway(LEEWAY);
        for (List<DemoRealm> order : List.of(List.of(nodes.first(), second), List.of(second, nodes.first()))) {
            String token = order.get(0).refreshToken(ROTATING_APP, USER);
            expect(200, nodes.refresh(order.get(0), token));
            assertThat(nodes.refresh(order.get(1), token).status())
                    .as("within the leeway")
                    .isEqualTo(200);
        }
        String rotatedHere = nodes.first().refreshToken(ROTATING_APP, USER);
        String rotatedThere = second.refreshToken(ROTATING_APP, USER);
        expect(200, nodes.refresh(nodes.first(), rotatedHere));
        expect(200, nodes.refresh(second, rotatedThere));
        cluster.letPass(Duration.ofSeconds(LEEWAY));
        nodes.assertDead(second, ROTATING_APP, rotatedHere, "refresh_token_reuse");
        nodes.assertDead(nodes.first(), ROTATING_APP, rotatedThere, "refresh_token_reuse");
    }

    /** Of two families of one login time, one is used, now here, now there. */
    @Test
    void lifetimesEndAtBothNodesAtOnce() throws SQLException {
        set("expiration_type", "expiring");
        set("token_lifetime", String.valueOf(LIFETIME));
        set("idle_token_lifetime", String.valueOf(IDLE));
        String idle = nodes.first().refreshToken(ROTATING_APP, USER);
        String used = nodes.first().refreshToken(ROTATING_APP, USER);

        cluster.letPass(Duration.ofSeconds(IDLE / 3));
        used = expect(200, nodes.refresh(second, used)).refreshToken();
        cluster.letPass(Duration.ofSeconds(IDLE - IDLE / 3));
        used = expect(200, nodes.refresh(nodes.first(), used)).refreshToken();
        for (DemoRealm node : List.of(nodes.first(), second)) {
            nodes.assertDead(node, ROTATING_APP, idle, "refresh_token_idle");
        }
        // An end is a whole second, rounded up.
        cluster.letPass(Duration.ofSeconds(LIFETIME - IDLE + 1));
        for (DemoRealm node : List.of(nodes.first(), second)) {
            nodes.assertDead(node, ROTATING_APP, used, "refresh_token_expired");
        }
    }

    @Test
    void aLoginNeverPushesItselfOut() {
        set("max_tokens", "1");
        String ahead = second.refreshToken(ROTATING_APP, USER);
        String token = nodes.first().refreshToken(ROTATING_APP, USER);

        assertThat(nodes.refresh(second, token).status()).isEqualTo(200);
        nodes.assertDead(second, ROTATING_APP, ahead, "refresh_token_revoked");
    }

    @Test
    void aRevocationHoldsAtOnceInBothDirections() {
        for (List<DemoRealm> order : List.of(List.of(nodes.first(), second), List.of(second, nodes.first()))) {
            String token = order.get(0).refreshToken(WEB_APP, USER);
            assertThat(order.get(1).revoke(WEB_APP.revoke(token)).status()).isEqualTo(200);
            nodes.assertDead(order.get(0), WEB_APP, token, "refresh_token_revoked");
            assertThat(order.get(0)
                            .token(WEB_APP.refresh(order.get(0).refreshToken(WEB_APP, USER)))
                            .status())
                    .as("a login afterwards")
                    .isEqualTo(200);
        }
    }
}
