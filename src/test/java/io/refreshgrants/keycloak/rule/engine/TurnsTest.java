package io.refreshgrants.keycloak.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.rule.engine.ScriptException.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One realm never holds all turns, and whoever waits is served in a fair order. */
class TurnsTest {

    private static final long AT_ONCE = 0;
    private static final long LONG = Duration.ofSeconds(30).toNanos();

    private final ExecutorService requests = Executors.newCachedThreadPool();
    private final List<String> served = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        requests.shutdownNow();
    }

    private static void isRefused(Turns turns, String realm, Cause cause) {
        assertThatThrownBy(() -> turns.take(realm, AT_ONCE))
                .isInstanceOfSatisfying(
                        ScriptException.class, e -> assertThat(e.reason()).isEqualTo(cause));
    }

    /** A request that waits, and says when it is served. */
    private void waits(Turns turns, String realm) {
        requests.execute(() -> {
            turns.take(realm, LONG);
            served.add(realm);
        });
        while (turns.waiting(realm) == 0) {
            Thread.onSpinWait();
        }
    }

    private void areServed(int count) {
        long end = System.nanoTime() + LONG;
        while (served.size() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(served).hasSize(count);
    }

    @Test
    void aRealmHoldsHalfOfTheTurnsAndTheNextFindsOneFree() {
        Turns turns = new Turns(4, 10);
        turns.take("slow", AT_ONCE);
        turns.take("slow", AT_ONCE);
        isRefused(turns, "slow", Cause.WAITED);

        turns.take("other", AT_ONCE);
        turns.take("third", AT_ONCE);
        isRefused(turns, "fourth", Cause.WAITED);
    }

    @Test
    void aSingleTurnIsForEveryRealm() {
        Turns turns = new Turns(1, 10);
        turns.take("one", AT_ONCE);
        isRefused(turns, "other", Cause.WAITED);
        turns.giveBack("one");

        turns.take("other", AT_ONCE);
    }

    @Test
    void aTurnThatIsGivenBackGoesToTheRealmThatHoldsFewest() {
        Turns turns = new Turns(2, 10);
        turns.take("slow", AT_ONCE);
        turns.take("other", AT_ONCE);
        waits(turns, "slow");
        waits(turns, "new");

        turns.giveBack("other");
        areServed(1);
        assertThat(served).containsExactly("new");

        turns.giveBack("new");
        turns.giveBack("slow");
        areServed(2);
        assertThat(served).containsExactly("new", "slow");
    }

    @Test
    void onlySoManyOfARealmWait() {
        Turns turns = new Turns(1, 1);
        turns.take("slow", AT_ONCE);
        waits(turns, "slow");

        isRefused(turns, "slow", Cause.QUEUE_FULL);
        isRefused(turns, "other", Cause.WAITED);
    }

    @Test
    void whoGivesUpLeavesNothing() {
        Turns turns = new Turns(1, 1);
        turns.take("one", AT_ONCE);
        for (int i = 0; i < 10; i++) {
            isRefused(turns, "other", Cause.WAITED);
        }
        turns.giveBack("one");

        turns.take("other", AT_ONCE);
        assertThat(turns.waiting("other")).isZero();
    }
}
