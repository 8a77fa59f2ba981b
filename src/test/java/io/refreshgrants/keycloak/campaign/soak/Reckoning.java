package io.refreshgrants.keycloak.campaign.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares the holders' records with the tables after pruning, family by family. Every living family must be there with
 * its offline session, and nothing of a dead one, however it ended.
 */
final class Reckoning {

    private static final Duration ROUNDING = Duration.ofSeconds(2);
    private static final Duration LONGEST = SoakedNodes.RETENTION.plusSeconds(30);

    private final SoakedNodes nodes;
    private final List<Holdings> holdings;

    Reckoning(SoakedNodes nodes, List<Holdings> holdings) {
        this.nodes = nodes;
        this.holdings = holdings;
    }

    /** Prunes and compares. No other requests may be running. */
    void compare() throws Exception {
        Instant lastDeath = holdings.stream()
                .map(Holdings::lastDeath)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        Instant kept = lastDeath.plus(SoakedNodes.RETENTION).plus(ROUNDING);
        Await.until(
                "what was revoked to be kept no longer",
                LONGEST,
                () -> Instant.now().isAfter(kept));
        Instant begin = Instant.now();
        // If pruning is already running on a node, it is not started again and may not have finished.
        Await.until("the tables to be tidy, or never to be", LONGEST, () -> {
            SoakedRealm.tidyUp(nodes.realm);
            return isTidy(begin) || Instant.now().isAfter(begin.plus(SoakedNodes.RETENTION));
        });
        Set<String> families = nodes.tables.families();
        Set<String> sessions = nodes.tables.offlineSessions();
        Set<String> clientSessions = nodes.tables.offlineClientSessions();
        Instant end = Instant.now();

        Predicate<HeldFamily> alive = family -> family.endsAfter(end);
        compare("families", families, held(alive, family -> family.id), allowed(begin, family -> family.id));
        Set<String> due = held(alive, family -> family.sessionId);
        Set<String> allowed = allowed(begin, family -> family.sessionId);
        compare("offline sessions", sessions, due, allowed);
        compare("offline client sessions", clientSessions, due, allowed);
        assertThat(nodes.tables.sessions()).as("browser sessions").isLessThanOrEqualTo(sessionsAllowed());
        assertThat(nodes.tables.clientSessions())
                .as("client sessions of browser sessions")
                .isLessThanOrEqualTo(sessionsAllowed());
    }

    private boolean isTidy(Instant since) {
        Set<String> sessions = allowed(since, family -> family.sessionId);
        return allowed(since, family -> family.id).containsAll(nodes.tables.families())
                && sessions.containsAll(nodes.tables.offlineSessions())
                && sessions.containsAll(nodes.tables.offlineClientSessions());
    }

    /** Rows that may exist although their family ends at about this time. */
    private Set<String> allowed(Instant since, Function<HeldFamily, String> id) {
        return held(family -> !family.hasEndedBefore(since), id);
    }

    private static void compare(String what, Set<String> found, Set<String> due, Set<String> allowed) {
        assertThat(without(due, found)).as(what + " that are not there").isEmpty();
        assertThat(without(found, allowed)).as(what + " of what is dead").isEmpty();
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        return some.stream().filter(id -> !others.contains(id)).collect(Collectors.toSet());
    }

    private Set<String> held(Predicate<HeldFamily> which, Function<HeldFamily, String> id) {
        return holdings.stream()
                .flatMap(held -> held.families().stream())
                .filter(which)
                .map(id)
                .collect(Collectors.toSet());
    }

    /** How many families are held, whether or not some are just ending. */
    long families() {
        return holdings.stream().mapToLong(held -> held.families().size()).sum();
    }

    /** The maximum number of browser sessions; those left behind longer ago have expired. */
    long sessionsAllowed() {
        return holdings.stream()
                .mapToLong(held -> held.sessionsLeft(SoakedRealm.SESSION_GONE))
                .sum();
    }
}
