package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.RevocationReason;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import org.keycloak.common.util.Time;

/** The one statement that revokes, and how it finds a grant. */
final class Revocations {

    private Revocations() {}

    static Query revoke(EntityManager em, String which, RevocationReason reason) {
        return em.createQuery("update FamilyEntity f set f.revokedAt = :now, f.revokedReason = :reason where " + which
                        + " and f.revokedAt is null")
                .setParameter("now", Time.currentTimeSeconds())
                .setParameter("reason", reason.name());
    }

    /** What a statement has revoked of the rows that were read for it, each a family and its session. */
    static Revoked revoked(int families, List<Object[]> rows) {
        return new Revoked(
                families,
                rows.stream().map(row -> (String) row[0]).toList(),
                rows.stream().map(row -> (String) row[1]).toList());
    }

    static String which(Grant grant) {
        return "f.userId = :user and f.clientId = :client and "
                + (grant.audience().isEmpty() ? "f.audience is null" : "f.audience = :audience");
    }

    static <Q extends Query> Q ofGrant(Q query, Grant grant) {
        query.setParameter("user", grant.userId()).setParameter("client", grant.clientId());
        if (!grant.audience().isEmpty()) {
            query.setParameter("audience", grant.audience());
        }
        return query;
    }
}
