package io.refreshgrants.keycloak.campaign.races;

import static io.refreshgrants.keycloak.campaign.races.Race.DEAD;
import static io.refreshgrants.keycloak.campaign.races.Race.REVOKED;
import static io.refreshgrants.keycloak.campaign.races.Race.USER;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Cluster;
import io.refreshgrants.keycloak.testing.ClusterTest;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A revocation and what else happens to its grant at that moment. */
@Tag("races")
@ClusterTest
class RevocationRacesIT {

    private final DemoRealm first;
    private final DemoRealm second;

    @RegisterExtension
    private final Race race;

    RevocationRacesIT(Cluster cluster) {
        this.first = cluster.first();
        this.second = cluster.second();
        this.race = new Race(cluster);
    }

    @Test
    void aTokenThatDoesNotRotateIsDeadWhenItsRevocationIsAnswered() throws Exception {
        raceAgainstRevocation(WEB_APP, token -> race.bothUse(WEB_APP, token));
    }

    @Test
    void aTokenUsedWithinItsLeewayIsDeadWhenItsRevocationIsAnswered() throws Exception {
        race.leeway(600);
        raceAgainstRevocation(ROTATING_APP, token -> race.bothUse(ROTATING_APP, token));
    }

    @Test
    void aChainOfRotatedTokensIsDeadWhenTheRevocationOfItsFirstIsAnswered() throws Exception {
        raceAgainstRevocation(ROTATING_APP, token -> List.of(new Chain(token)));
    }

    private interface Users {
        List<Supplier<Answer>> of(String token);
    }

    /** An application that uses each token once, at one node after the other. */
    private final class Chain implements Supplier<Answer> {

        private String token;
        private int uses;

        Chain(String token) {
            this.token = token;
        }

        @Override
        public Answer get() {
            Answer answer = race.node(uses++).token(ROTATING_APP.refresh(token));
            if (answer.status() == 200) {
                token = answer.refreshToken();
            }
            return answer;
        }
    }

    private void raceAgainstRevocation(Application application, Users users) throws Exception {
        AtomicInteger met = new AtomicInteger();
        race.everyRound(REVOKED, round -> {
            Answer login = first.login(application, USER, ORDERS, "openid offline_access");
            assertThat(isActive(application, login, second)).isTrue();
            String token = login.refreshToken();
            DemoRealm node = race.node(round);
            Withdrawal revocation = Withdrawal.of(
                    race,
                    round,
                    () -> node.revoke(application.revoke(token)),
                    users.of(token),
                    race.bothUse(application, token));

            revocation.holds(200, DEAD);
            assertThat(first.ledger().living()).isEmpty();
            assertDead(application, login, race.node(round));
            revocation.granted().forEach(granted -> assertDead(application, granted, race.node(round + 1)));
            if (revocation.met()) {
                met.incrementAndGet();
            }
        });
        assertThat(met).as("rounds in which a refresh was under way").hasPositiveValue();
    }

    /** What a refresh under way was given: no token that refreshes, and none that introspection still shows. */
    private static void assertDead(Application application, Answer granted, DemoRealm node) {
        if (granted.has("refresh_token")) {
            assertThat(node.token(application.refresh(granted.refreshToken())).refusal())
                    .isEqualTo(DEAD);
        }
        assertThat(isActive(application, granted, node)).isFalse();
    }

    private static boolean isActive(Application application, Answer granted, DemoRealm node) {
        return node.introspect(application, granted.accessToken(), "access_token")
                .json()
                .path("active")
                .asBoolean();
    }

    @Test
    void revocationsOfOneGrantAtOnceAllSucceedAndEachFamilyDiesOnce() throws Exception {
        race.everyRound(REVOKED, round -> {
            first.events().forget();
            List<String> devices = List.of(
                    first.refreshToken(WEB_APP, USER),
                    second.refreshToken(WEB_APP, USER),
                    first.refreshToken(WEB_APP, USER));
            List<Callable<Answer>> calls = new ArrayList<>();
            devices.forEach(token -> race.nodes().forEach(node -> calls.add(() -> node.revoke(WEB_APP.revoke(token)))));

            assertThat(race.send(calls)).allMatch(answer -> answer.status() == 200);
            assertThat(first.ledger().living()).isEmpty();
            List<JsonNode> events = first.events().ofType("REVOKE_GRANT");
            assertThat(events).hasSize(calls.size());
            assertThat(events.stream()
                            .mapToInt(RevocationRacesIT::revokedFamilies)
                            .sum())
                    .isEqualTo(devices.size());
            for (String token : devices) {
                assertThat(race.node(round).token(WEB_APP.refresh(token)).refusal())
                        .isEqualTo(DEAD);
            }
        });
    }

    private static int revokedFamilies(JsonNode event) {
        return event.path("details").path("revoked_families").asInt();
    }

    /** A login under way is on one side of the revocation or on the other; the ledger and both nodes agree which. */
    @Test
    void aLoginDuringARevocationLivesOrDiesAsAWhole() throws Exception {
        race.everyRound(REVOKED, round -> {
            String old = first.refreshToken(WEB_APP, USER);
            DemoRealm revoking = race.node(round);
            DemoRealm login = race.node(round + round / 2); // Both at one node in every other pair of rounds.
            List<Timed> both = race.send(List.of(
                    () -> Timed.of(() -> revoking.revoke(WEB_APP.revoke(old))),
                    () -> Timed.of(() -> login.token(WEB_APP.password(USER, ORDERS, "offline_access")))));

            assertThat(both).allMatch(answer -> answer.status() == 200);
            Timed revocation = both.get(0);
            String token = both.get(1).answer().refreshToken();
            boolean lives = !first.ledger().living().isEmpty();
            if (both.get(1).isAfter(revocation)) {
                assertThat(lives).isTrue();
            }
            if (revocation.isAfter(both.get(1))) {
                assertThat(lives).isFalse();
            }
            for (DemoRealm node : race.nodes()) {
                assertThat(node.token(WEB_APP.refresh(old)).refusal()).isEqualTo(DEAD);
                assertThat(node.token(WEB_APP.refresh(token)).status()).isEqualTo(lives ? 200 : 403);
            }
            String late = login.refreshToken(WEB_APP, USER);
            assertThat(revoking.token(WEB_APP.refresh(late)).status())
                    .as("a login afterwards")
                    .isEqualTo(200);
            revoking.revoke(WEB_APP.revoke(late));
        });
    }
}
