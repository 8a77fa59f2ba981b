package io.refreshgrants.keycloak.behaviour.deployment;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Cluster;
import io.refreshgrants.keycloak.testing.ClusterTest;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.TenantSite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database: what one has committed, the other's next request goes by. */
@ClusterTest
class TwoNodesIT {

    private static final int ROUNDS = 20;

    private final DemoRealm first;
    private final DemoRealm second;

    TwoNodesIT(Cluster cluster) {
        this.first = cluster.first();
        this.second = cluster.second();
    }

    @BeforeEach
    void aFreshUserAndNoThrottle() {
        first.users().replace("carol");
        first.clients().setAttribute(ROTATING_APP, "refresh_grants.throttle_requests", "0");
        first.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", "0");
        first.events().forget();
    }

    @Test
    void aTokenOfOneNodeIsRefreshedByTheOther() {
        String token = first.refreshToken(WEB_APP, "carol");

        assertThat(second.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        assertThat(second.keycloakToken(WEB_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void aTokenRevokedAtOneNodeIsRefusedByTheVeryNextRequestAtTheOther() {
        for (int round = 0; round < ROUNDS; round++) {
            String token = first.refreshToken(WEB_APP, "carol");
            assertThat(second.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
            assertThat(first.revoke(WEB_APP.revoke(token)).status()).isEqualTo(200);

            assertThat(second.token(WEB_APP.refresh(token)).refusal()).isEqualTo(UNKNOWN);
            assertThat(second.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        }
    }

    /** The server of the other tests is told to believe a proxy; the nodes are not. */
    @Test
    void aHostThatARequestOnlyClaimsToHaveComeToIsNoTenantAddress() {
        TenantSite claimed = TenantSite.claimedBy(first, "tenant.example.com");
        try {
            assertThat(claimed.get("/.well-known/jwks.json").status()).isEqualTo(404);
            assertThat(claimed.token(WEB_APP.password("carol", ORDERS, "openid"))
                            .status())
                    .isEqualTo(404);
            Answer below = expect(
                    200,
                    claimed.postJson(
                            "/realms/" + first.name() + "/oauth/token", WEB_APP.password("carol", ORDERS, "openid")));
            assertThat(below.claims("id_token").path("iss").asText()).doesNotContain("tenant.example.com");
        } finally {
            TenantSite.claimedBy(first, "");
        }
    }

    @Test
    void aPredecessorPresentedToTheOtherNodeEndsTheFamily() {
        String old = first.refreshToken(ROTATING_APP, "carol");
        String newest = first.token(ROTATING_APP.refresh(old)).refreshToken();

        assertThat(second.token(ROTATING_APP.refresh(old)).status()).isEqualTo(403);
        assertThat(second.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_reuse");
        assertThat(first.token(ROTATING_APP.refresh(newest)).status()).isEqualTo(403);
    }
}
