package io.refreshgrants.keycloak.soak;

import io.refreshgrants.keycloak.testing.Application;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** What one user's applications hold, by their own account: the families that ought to be alive, and a few dead tokens. */
final class Holdings {

    private static final int DEAD_TOKENS = 8;

    private final List<HeldFamily> families = new ArrayList<>();
    private final Deque<DeadToken> dead = new ArrayDeque<>();
    private final Deque<Instant> sessions = new ArrayDeque<>();
    private Instant lastDeath = Instant.EPOCH;

    /** A token that must not work any more, whatever ended it. */
    record DeadToken(Application application, String token) {}

    /** Notes a login that leaves a session of the browser behind. */
    void leftSession(Instant time) {
        sessions.add(time);
    }

    /**
     * Adds the family of a login; the cap ends the oldest.
     *
     * @return how many it has ended
     */
    int add(HeldFamily family) {
        families.add(family);
        List<HeldFamily> ofClient =
                families.stream().filter(other -> other.client == family.client).toList();
        List<HeldFamily> surplus = ofClient.subList(0, Math.max(0, ofClient.size() - family.client.cap));
        surplus.forEach(this::end);
        return surplus.size();
    }

    void end(HeldFamily family) {
        families.remove(family);
        lastDeath = Instant.now();
        bury(family);
    }

    /** Ends all that a revocation of one of its tokens ends. */
    void revoke(HeldFamily family) {
        if (family.client.revokesGrant) {
            endAll(other -> other.client == family.client && other.audience.equals(family.audience));
        } else {
            end(family);
        }
    }

    void endAll(Predicate<HeldFamily> which) {
        families.stream().filter(which).toList().forEach(this::end);
    }

    /** Forgets everything: the user is gone, and another is there under the same name. */
    void forget() {
        families.clear();
        dead.clear();
    }

    /** Takes out what has certainly expired. */
    int expire() {
        Instant now = Instant.now();
        List<HeldFamily> expired =
                families.stream().filter(family -> family.hasEndedBefore(now)).toList();
        families.removeAll(expired);
        expired.forEach(this::bury);
        return expired.size();
    }

    private void bury(HeldFamily family) {
        dead.add(new DeadToken(family.client.application, family.token()));
        if (dead.size() > DEAD_TOKENS) {
            dead.remove();
        }
    }

    List<HeldFamily> families() {
        return families;
    }

    /** One of them, by chance. */
    Optional<HeldFamily> any(Random random, Predicate<HeldFamily> which) {
        List<HeldFamily> found = families.stream().filter(which).toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(random.nextInt(found.size())));
    }

    Optional<DeadToken> anyDead(Random random) {
        return dead.stream()
                .skip(dead.isEmpty() ? 0 : random.nextInt(dead.size()))
                .findFirst();
    }

    /** When a family was last ended, other than by its age. */
    Instant lastDeath() {
        return lastDeath;
    }

    /** How many sessions were left behind lately. */
    int sessionsLeft(Duration lately) {
        Instant since = Instant.now().minus(lately);
        while (!sessions.isEmpty() && sessions.peek().isBefore(since)) {
            sessions.remove();
        }
        return sessions.size();
    }
}
