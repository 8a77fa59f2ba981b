package io.refreshgrants.keycloak.campaign.races;

import static io.refreshgrants.keycloak.campaign.races.Race.DEAD;
import static io.refreshgrants.keycloak.campaign.races.Race.HALF_GONE;
import static io.refreshgrants.keycloak.campaign.races.Race.USER;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Cluster;
import io.refreshgrants.keycloak.testing.ClusterTest;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Uses of one rotating token at both nodes at once. */
@Tag("races")
@ClusterTest
class RotationRacesIT {

    private static final int USES_AT_EACH_NODE = 3;
    private static final int LEEWAY = 3;

    private final DemoRealm first;

    @RegisterExtension
    private final Race race;

    RotationRacesIT(Cluster cluster) {
        this.first = cluster.first();
        this.race = new Race(cluster);
    }

    private List<Timed> useAtOnce(String token) throws Exception {
        List<Callable<Timed>> uses = new ArrayList<>();
        for (int use = 0; use < USES_AT_EACH_NODE; use++) {
            race.nodes().forEach(node -> uses.add(() -> Timed.of(() -> node.token(ROTATING_APP.refresh(token)))));
        }
        return race.send(uses);
    }

    @Test
    void withoutLeewayOneUseWinsAndTheOthersEndTheFamily() throws Exception {
        race.everyRound(Set.of("refresh_token_reuse", "refresh_token_revoked", HALF_GONE), round -> {
            List<Timed> uses = useAtOnce(first.refreshToken(ROTATING_APP, USER));

            assertThat(uses).filteredOn(use -> use.status() == 200).hasSize(1);
            assertThat(uses)
                    .filteredOn(use -> use.status() != 200)
                    .allMatch(use -> use.answer().refusal().equals(DEAD));
            assertThat(first.ledger().living()).isEmpty();
            Timed won =
                    uses.stream().filter(use -> use.status() == 200).findFirst().orElseThrow();
            assertThat(race.node(round)
                            .token(ROTATING_APP.refresh(won.answer().refreshToken()))
                            .refusal())
                    .as("the winner's token, since nobody knows whether the winner is the owner")
                    .isEqualTo(DEAD);
        });
    }

    @Test
    void withinTheLeewayAllUsesWinAndOneOfTheirTokensGoesOn() throws Exception {
        race.leeway(LEEWAY);
        race.everyRound(Set.of(), round -> {
            List<Timed> uses = useAtOnce(first.refreshToken(ROTATING_APP, USER));

            long begin = uses.stream().mapToLong(Timed::begin).min().orElseThrow();
            assertThat(uses)
                    .as("answered within the leeway")
                    .filteredOn(use -> use.end() - begin < TimeUnit.SECONDS.toNanos(LEEWAY))
                    .isNotEmpty()
                    .allMatch(use -> use.status() == 200);
            assertThat(first.ledger().living()).hasSize(1);
            String newest = first.ledger().living().get(0).path("TOKEN_ID").asText();
            List<String> survivors = uses.stream()
                    .map(use -> use.answer().refreshToken())
                    .filter(token -> Answer.claimsOf(token).path("jti").asText().equals(newest))
                    .toList();
            assertThat(survivors).hasSize(1);
            Answer next = race.node(round).token(ROTATING_APP.refresh(survivors.get(0)));
            assertThat(next.status()).isEqualTo(200);
            assertThat(race.node(round + 1)
                            .revoke(ROTATING_APP.revoke(next.refreshToken()))
                            .status())
                    .isEqualTo(200);
        });
    }
}
