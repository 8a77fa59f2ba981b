package io.refreshgrants.keycloak.campaign.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What lets a token refresh is taken away while the token is in use.
 *
 * @param act the request that takes it away
 * @param during refreshes by those who were at it when the act began
 * @param after refreshes sent as soon as the act was answered
 */
record Withdrawal(Timed act, List<Timed> during, List<Timed> after) {

    private static final int USES = 6;

    /** The act comes at another moment of the refreshes in each of so many rounds. */
    private static final int MOMENTS = 10;

    private static final long STEP = 3_000_000;

    /**
     * Sends the requests.
     *
     * @param round the number of the round
     * @param users each sends its request again and again until it is refused, six times at most
     * @param later what is sent when the act has been answered
     */
    static Withdrawal of(
            Race race, int round, Supplier<Answer> act, List<Supplier<Answer>> users, List<Supplier<Answer>> later)
            throws InterruptedException, ExecutionException {
        List<Callable<List<Timed>>> calls = new ArrayList<>();
        calls.add(() -> {
            LockSupport.parkNanos(round % MOMENTS * STEP);
            Timed withdrawn = Timed.of(act);
            return Stream.concat(Stream.of(withdrawn), later.stream().map(Timed::of))
                    .toList();
        });
        users.forEach(user -> calls.add(() -> useUntilRefused(user)));
        List<List<Timed>> answers = race.send(calls);
        List<Timed> acted = answers.get(0);
        return new Withdrawal(
                acted.get(0),
                answers.subList(1, answers.size()).stream()
                        .flatMap(List::stream)
                        .toList(),
                acted.subList(1, acted.size()));
    }

    private static List<Timed> useUntilRefused(Supplier<Answer> user) {
        List<Timed> uses = new ArrayList<>();
        do {
            uses.add(Timed.of(user));
        } while (uses.size() < USES && uses.get(uses.size() - 1).status() == 200);
        return uses;
    }

    /** No refresh that was sent when the act had been answered succeeds, and no answer is an accident. */
    void holds(int status, String... refusals) {
        assertThat(act.status()).as(act.answer().body()).isEqualTo(status);
        assertThat(after).isNotEmpty().allMatch(late -> late.isAfter(act));
        assertThat(Stream.concat(during.stream(), after.stream())).allSatisfy(refresh -> {
            if (refresh.status() != 200 || refresh.isAfter(act)) {
                assertThat(refresh.answer().refusal()).isIn((Object[]) refusals);
            }
        });
    }

    /** Whether a refresh was under way when the act was. */
    boolean met() {
        return during.stream().anyMatch(refresh -> refresh.begin() < act.end() && refresh.end() > act.begin());
    }

    /** The answers of refreshes that were not refused. */
    Stream<Answer> granted() {
        return during.stream().map(Timed::answer).filter(answer -> answer.status() == 200);
    }
}
