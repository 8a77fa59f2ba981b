package io.refreshgrants.keycloak.campaign.soak;

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

/** The holder's own record of one user's tokens: the families that should be alive, and some dead tokens. */
final class Holdings {

    private static final int DEAD_TOKENS = 8;

    private final List<HeldFamily> families = new ArrayList<>();
    private final Deque<DeadToken> dead = new ArrayDeque<>();
    private final Deque<Instant> sessions = new ArrayDeque<>();
    private Instant lastDeath = Instant.EPOCH;

    /** A token that must not work any more, for whatever reason. */
    record DeadToken(Application application, String token) {}

    /** Records a login that leaves a browser session behind. */
    void leftSession(Instant time) {
        sessions.add(time);
    }

    /**
     * Adds the family of a login. The cap may end the oldest.
     *
     * @return how many families the cap ended
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

    /** Removes every family that the revocation of one of its tokens ends. */
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

    /** Forgets everything, because the user was removed and another one has the same name. */
    void forget() {
        families.clear();
        dead.clear();
    }

    /** Removes the families that have certainly expired. */
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

    /** A random one of the families. */
    Optional<HeldFamily> any(Random random, Predicate<HeldFamily> which) {
        List<HeldFamily> found = families.stream().filter(which).toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(random.nextInt(found.size())));
    }

    Optional<DeadToken> anyDead(Random random) {
        return dead.stream()
                .skip(dead.isEmpty() ? 0 : random.nextInt(dead.size()))
                .findFirst();
    }

    /** When a family last ended other than by its age. */
    Instant lastDeath() {
        return lastDeath;
    }

    /** How many sessions were left behind recently. */
    int sessionsLeft(Duration lately) {
        Instant since = Instant.now().minus(lately);
        while (!sessions.isEmpty() && sessions.peek().isBefore(since)) {
            sessions.remove();
        }
        return sessions.size();
    }
}
