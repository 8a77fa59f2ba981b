package io.refreshgrants.keycloak.campaign.races;

import static io.refreshgrants.keycloak.campaign.races.Race.DEAD;
import static io.refreshgrants.keycloak.campaign.races.Race.USER;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Cluster;
import io.refreshgrants.keycloak.testing.ClusterTest;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An admin takes away what a token rests on while it is in use. */
@Tag("races")
@ClusterTest
class RemovalRacesIT {

    private final DemoRealm first;

    @RegisterExtension
    private final Race race;

    RemovalRacesIT(Cluster cluster) {
        this.first = cluster.first();
        this.race = new Race(cluster);
    }

    private Withdrawal race(int round, Application application, String token, Supplier<Answer> act) throws Exception {
        return Withdrawal.of(race, round, act, race.bothUse(application, token), race.bothUse(application, token));
    }

    @Test
    void nothingRefreshesOnceItsClientIsRemoved() throws Exception {
        race.leeway(600);
        race.everyRound(round -> {
            Application application = register("racing-" + round);
            String token = first.refreshToken(application, USER);
            String path = first.clients().path(application);
            DemoRealm node = race.node(round);

            race(round, application, token, () -> node.admin().delete(path))
                    .holds(204, "401 access_denied: Unauthorized", DEAD);
            assertThat(first.ledger().living()).isEmpty();
        });
    }

    /** A client like the rotating one. */
    private Application register(String clientId) {
        ObjectNode client =
                (ObjectNode) expect(200, first.admin().get(first.clients().path(ROTATING_APP)))
                        .json();
        client.remove(List.of("id", "protocolMappers"));
        client.put("clientId", clientId).put("secret", "racing-secret");
        expect(201, first.admin().post("/" + first.name() + "/clients", client));
        return new Application(clientId, "racing-secret");
    }

    @Test
    void nothingRefreshesOnceItsUserIsRemoved() throws Exception {
        race.leeway(600);
        race.everyRound(round -> {
            first.users().replace("dave");
            String token = first.refreshToken(ROTATING_APP, "dave");
            String path = first.users().path("dave");
            DemoRealm node = race.node(round);

            race(round, ROTATING_APP, token, () -> node.admin().delete(path))
                    .holds(
                            204,
                            "403 invalid_grant: The refresh_token was generated for a user who doesn't exist anymore.",
                            DEAD);
            assertThat(first.ledger().living()).isEmpty();
            first.events().forget();
            assertThat(node.token(ROTATING_APP.refresh(token)).status()).isEqualTo(403);
            assertThat(first.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("user_not_found");
        });
    }

    @Test
    void nothingRefreshesOnceItsApiAllowsNoOfflineAccess() throws Exception {
        race.everyRound(Set.of("offline_access_not_allowed"), round -> {
            String token = first.refreshToken(WEB_APP, USER);
            DemoRealm node = race.node(round);
            try {
                race(round, WEB_APP, token, () -> node.clients().setApi("orders-api", "allow_offline_access", "false"))
                        .holds(204, DEAD);
            } finally {
                expect(204, first.clients().setApi("orders-api", "allow_offline_access", "true"));
            }
            assertThat(race.node(round + 1).token(WEB_APP.refresh(token)).status())
                    .as("switched on again")
                    .isEqualTo(200);
            assertThat(first.revoke(WEB_APP.revoke(token)).status()).isEqualTo(200);
        });
    }
}
