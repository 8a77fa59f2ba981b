package io.refreshgrants.keycloak.campaign.races;

import static io.refreshgrants.keycloak.campaign.races.Race.DEAD;
import static io.refreshgrants.keycloak.campaign.races.Race.REVOKED;
import static io.refreshgrants.keycloak.campaign.races.Race.USER;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Cluster;
import io.refreshgrants.keycloak.testing.ClusterTest;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logins that reach the cap on an application's tokens of one user. */
@Tag("races")
@ClusterTest
class CapRacesIT {

    private static final int CAP = 2;

    private final DemoRealm first;
    private final DemoRealm second;

    @RegisterExtension
    private final Race race;

    CapRacesIT(Cluster cluster) {
        this.first = cluster.first();
        this.second = cluster.second();
        this.race = new Race(cluster);
    }

    private static Answer login(DemoRealm node) {
        return node.token(WEB_APP.password(USER, ORDERS, "offline_access"));
    }

    @Test
    void aTokenIsDeadWhenTheLoginThatPushedItOutIsAnswered() throws Exception {
        first.clients().setAttribute(WEB_APP, "refresh_grants.max_tokens", String.valueOf(CAP));
        race.everyRound(REVOKED, round -> {
            String oldest = first.refreshToken(WEB_APP, USER);
            String second = this.second.refreshToken(WEB_APP, USER);
            List<Supplier<Answer>> uses = race.bothUse(WEB_APP, oldest);
            Withdrawal login = Withdrawal.of(race, round, () -> login(race.node(round)), uses, uses);

            login.holds(200, DEAD);
            assertThat(first.ledger().living()).hasSize(CAP);
            for (String token : List.of(second, login.act().answer().refreshToken())) {
                assertThat(race.node(round + 1).token(WEB_APP.refresh(token)).status())
                        .isEqualTo(200);
            }
        });
    }

    @Test
    void loginsAtOncePushOutWhatIsOlderAndKeepToTheCap() throws Exception {
        first.clients().setAttribute(WEB_APP, "refresh_grants.max_tokens", String.valueOf(CAP));
        race.everyRound(REVOKED, round -> {
            List<String> older = List.of(first.refreshToken(WEB_APP, USER), second.refreshToken(WEB_APP, USER));
            List<Callable<Timed>> calls = new ArrayList<>();
            race.nodes().forEach(node -> calls.add(() -> Timed.of(() -> login(node))));
            for (String token : older) {
                race.nodes().forEach(node -> calls.add(() -> Timed.of(() -> node.token(WEB_APP.refresh(token)))));
            }
            List<Timed> answers = race.send(calls);

            assertThat(answers.subList(0, CAP)).allMatch(login -> login.status() == 200);
            assertThat(answers.subList(CAP, answers.size()))
                    .allMatch(refresh -> refresh.status() == 200
                            || refresh.answer().refusal().equals(DEAD));
            assertThat(first.ledger().living()).hasSize(CAP);
            for (String token : older) {
                assertThat(race.node(round).token(WEB_APP.refresh(token)).refusal())
                        .isEqualTo(DEAD);
            }
            for (Timed login : answers.subList(0, CAP)) {
                assertThat(race.node(round)
                                .token(WEB_APP.refresh(login.answer().refreshToken()))
                                .status())
                        .isEqualTo(200);
            }
        });
    }
}
