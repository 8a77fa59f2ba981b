package io.refreshgrants.keycloak.testing;

import java.util.function.Supplier;

/**
 * A request as its sender saw it.
 *
 * @param begin when it was about to be sent, in nanoseconds of this JVM
 * @param answer what came back
 * @param end when that had arrived
 */
public record Timed(long begin, Answer answer, long end) {

    /** Sends a request and takes the times. */
    public static Timed of(Supplier<Answer> request) {
        long begin = System.nanoTime();
        Answer answer = request.get();
        return new Timed(begin, answer, System.nanoTime());
    }

    public int status() {
        return answer.status();
    }

    /** Whether it was sent when the other had been answered. */
    public boolean isAfter(Timed other) {
        return begin > other.end;
    }
}
