package io.refreshgrants.keycloak.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what comes about by itself, and no longer than it takes. */
public final class Await {

    private static final int LOOK_AGAIN_MILLIS = 20;

    private Await() {}

    /** Waits until the condition holds; fails when that takes longer than it may. */
    public static void until(String what, Duration longest, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(longest);
        while (!condition.call()) {
            assertThat(Instant.now()).as("time for " + what).isBefore(deadline);
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }
}
