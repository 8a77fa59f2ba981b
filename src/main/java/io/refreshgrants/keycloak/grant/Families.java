package io.refreshgrants.keycloak.grant;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Selects families of the ledger: those that meet every condition. Revoking, removing and listing use the same value.
 *
 * @param conditions at least one, so that no caller selects all families by accident
 */
public record Families(List<Condition> conditions) {

    /** A column to select by. */
    public enum Column {
        FAMILY,
        REALM,
        USER,
        CLIENT,
        AUDIENCE,
        SESSION
    }

    /** A condition on a family. */
    public sealed interface Condition {}

    /** The column has one of these values. */
    public record Is(Column column, List<String> values) implements Condition {

        public Is {
            values = List.copyOf(values);
        }
    }

    /** The family does not rotate. */
    public record NotRotating() implements Condition {}

    /** The family is neither revoked nor past an end in its row. */
    public record AliveAt(Instant time) implements Condition {}

    /** The family was revoked in that second or later. */
    public record RevokedSince(Instant time) implements Condition {}

    /** The family is not revoked, or was revoked before that second. */
    public record NotRevokedSince(Instant time) implements Condition {}

    public Families {
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("Families are selected by at least one condition");
        }
    }

    /** One family. */
    public static Families one(String familyId) {
        return these(List.of(familyId));
    }

    /** The families with these ids. */
    public static Families these(Collection<String> familyIds) {
        return where(new Is(Column.FAMILY, List.copyOf(familyIds)));
    }

    /** The families of a grant. */
    public static Families of(Grant grant) {
        return ofUser(grant.userId()).atClient(grant.clientId()).forAudience(grant.audience());
    }

    /** The families of a user, at every client. */
    public static Families ofUser(String userId) {
        return where(new Is(Column.USER, List.of(userId)));
    }

    /** The families of a realm. */
    public static Families ofRealm(String realmId) {
        return where(new Is(Column.REALM, List.of(realmId)));
    }

    /** The families that rest on an offline session: one, except for those that an old version left. */
    public static Families onSession(String sessionId) {
        return onSessions(List.of(sessionId));
    }

    /** The families that rest on any of these offline sessions. */
    public static Families onSessions(Collection<String> sessionIds) {
        return where(new Is(Column.SESSION, List.copyOf(sessionIds)));
    }

    /**
     * The families of all realms that pruning examines: those revoked before {@code revokedBefore}, and all that are
     * not revoked. The latter may have expired, or Keycloak may have dropped their offline session without an event.
     */
    public static Families stale(Instant revokedBefore) {
        return where(new NotRevokedSince(revokedBefore));
    }

    private static Families where(Condition condition) {
        return new Families(List.of(condition));
    }

    /** Restricts these families to one client. */
    public Families atClient(String clientId) {
        return and(new Is(Column.CLIENT, List.of(clientId)));
    }

    /** Restricts these families to exactly this audience, as {@link Grant} writes it. */
    public Families forAudience(String audience) {
        return and(new Is(Column.AUDIENCE, List.of(audience)));
    }

    /** Restricts these families to exactly one of these audiences, as {@link Grant} writes them. */
    public Families forAudiences(Collection<String> audiences) {
        return and(new Is(Column.AUDIENCE, List.copyOf(audiences)));
    }

    /** Restricts these families to one user. */
    public Families givenBy(String userId) {
        return and(new Is(Column.USER, List.of(userId)));
    }

    /** Restricts these families to those that do not rotate. */
    public Families notRotating() {
        return and(new NotRotating());
    }

    /**
     * Restricts these families to those alive by their rows. The application's idle lifetime is not in the row, so the
     * caller must also ask {@link RefreshTokenFamily#isExpired}.
     */
    public Families aliveAt(Instant time) {
        return and(new AliveAt(time));
    }

    /** Restricts these families to those revoked since then, to the second. */
    public Families revokedSince(Instant time) {
        return and(new RevokedSince(time));
    }

    /** Whether the selection is empty by definition, for example an empty list of ids. */
    public boolean isNone() {
        return conditions.stream()
                .anyMatch(condition -> condition instanceof Is is && is.values().isEmpty());
    }

    private Families and(Condition condition) {
        return new Families(
                Stream.concat(conditions.stream(), Stream.of(condition)).toList());
    }
}
