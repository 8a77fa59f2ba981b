package io.refreshgrants.keycloak.campaign.races;

import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.AtOnce;
import io.refreshgrants.keycloak.testing.Cluster;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Requests at both nodes of a cluster at once, for a number of rounds that {@code -Drace.rounds} sets and
 * {@code -Dcampaign=races} makes 1,000. A round that fails is never tried again.
 */
final class Race implements BeforeEachCallback, AfterEachCallback {

    static final String USER = "carol";
    static final String DEAD = Answer.UNKNOWN;

    /**
     * Keycloak's reason, once in some hundred rounds: a refresh under way finds the session without its client, and a
     * moment later, when the provider asks whether the session is gone, with it.
     */
    static final String HALF_GONE = "Session doesn't have required client";

    /** What the events of refused refreshes say of a family that was revoked. */
    static final Set<String> REVOKED =
            Set.of("refresh_token_revoked", HALF_GONE, "session_not_found", "Offline user session not found");

    private static final int ROUNDS = Integer.getInteger("race.rounds", 12);

    /** A user of their own for so many rounds: what is dead of a user who is gone slows no later round down. */
    private static final int ROUNDS_PER_USER = 50;

    private static final int ROUNDS_PER_LOOK = 10;

    private final DemoRealm first;
    private final DemoRealm second;
    private final AtOnce requests = new AtOnce();

    Race(Cluster cluster) {
        this.first = cluster.first();
        this.second = cluster.second();
    }

    /** One round; its number says which node does what, and how long the one waits for the other. */
    interface Round {
        void run(int number) throws Exception;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        first.clients().setAttribute(WEB_APP, "refresh_grants.throttle_requests", "0");
        first.clients().setAttribute(WEB_APP, "refresh_grants.max_tokens", "200");
        first.clients().setAttribute(ROTATING_APP, "refresh_grants.throttle_requests", "0");
        leeway(0);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        requests.close();
    }

    /** Sends requests at once and gives their answers, in the order of the calls. */
    <T> List<T> send(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        return requests.send(calls);
    }

    void leeway(int seconds) {
        first.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", String.valueOf(seconds));
    }

    /**
     * Runs the rounds.
     *
     * @param refusals the reasons that refused refreshes may give
     */
    void everyRound(Set<String> refusals, Round round) throws Exception {
        first.events().forget();
        everyRound(number -> {
            round.run(number);
            if (number % ROUNDS_PER_LOOK == ROUNDS_PER_LOOK - 1) {
                assertThat(refusals()).isSubsetOf(refusals);
                first.events().forget();
            }
        });
    }

    void everyRound(Round round) throws Exception {
        for (int number = 0; number < ROUNDS; number++) {
            if (number % ROUNDS_PER_USER == 0) {
                first.users().replace(USER);
            }
            try {
                round.run(number);
            } catch (AssertionError e) {
                throw new AssertionError("Round " + number + " of " + ROUNDS, e);
            }
        }
    }

    /** The application at each node uses the same token. */
    List<Supplier<Answer>> bothUse(Application application, String token) {
        return List.of(() -> first.token(application.refresh(token)), () -> second.token(application.refresh(token)));
    }

    DemoRealm node(int number) {
        return number % 2 == 0 ? first : second;
    }

    List<DemoRealm> nodes() {
        return List.of(first, second);
    }

    private Set<String> refusals() {
        Set<String> reasons = new TreeSet<>();
        first.events()
                .ofType("REFRESH_TOKEN_ERROR")
                .forEach(event ->
                        reasons.add(event.path("details").path("reason").asText()));
        return reasons;
    }
}
