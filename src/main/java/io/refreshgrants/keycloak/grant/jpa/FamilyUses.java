package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.Lifetime;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;

/**
 * The statements for uses of a family. Each updates one row or none; none means that the family no longer meets the
 * condition. The end only moves earlier, even if concurrent requests do not see each other's, and a use without an end
 * keeps it. No assignment reads a column that another one sets, because MariaDB would read the new value.
 */
final class FamilyUses {

    private static final String ROTATE = """
            update FamilyEntity f
            set f.previousTokenId = :presented, f.rotatedAt = :rotatedAt, f.rotating = true,
                f.tokenId = :next, f.tokenCount = f.tokenCount + 1,
                f.expiresAt = case when f.expiresAt < :end then f.expiresAt else coalesce(:end, f.expiresAt) end,
                f.lastExchangedAt = :at, f.idleExpiresAt = :idleEnd, f.lastIp = :ip, f.lastUserAgent = :agent
            where f.id = :id and f.tokenId = :presented and f.revokedAt is null""";

    private static final String ROTATE_AGAIN = """
            update FamilyEntity f
            set f.tokenId = :next, f.tokenCount = f.tokenCount + 1,
                f.expiresAt = case when f.expiresAt < :end then f.expiresAt else coalesce(:end, f.expiresAt) end,
                f.lastExchangedAt = :at, f.idleExpiresAt = :idleEnd, f.lastIp = :ip, f.lastUserAgent = :agent
            where f.id = :id and f.previousTokenId = :presented and f.rotatedAt > :rotatedAfter
                and f.revokedAt is null""";

    private static final String ROTATE_ANYWAY = """
            update FamilyEntity f
            set f.previousTokenId = :presented, f.rotatedAt = :rotatedAt,
                f.tokenId = :next, f.tokenCount = f.tokenCount + 1,
                f.expiresAt = case when f.expiresAt < :end then f.expiresAt else coalesce(:end, f.expiresAt) end,
                f.lastExchangedAt = :at, f.idleExpiresAt = :idleEnd, f.lastIp = :ip, f.lastUserAgent = :agent
            where f.id = :id and f.revokedAt is null""";

    private static final String TOUCH = """
            update FamilyEntity f
            set f.expiresAt = case when f.expiresAt < :end then f.expiresAt else coalesce(:end, f.expiresAt) end,
                f.lastExchangedAt = :at, f.idleExpiresAt = :idleEnd, f.lastIp = :ip, f.lastUserAgent = :agent
            where f.id = :id and f.revokedAt is null""";

    private final EntityManager em;

    FamilyUses(EntityManager em) {
        this.em = em;
    }

    boolean rotate(String familyId, String presented, String next, Use use) {
        return rotation(ROTATE, familyId, presented, next, use)
                        .setParameter("rotatedAt", use.at().toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    boolean rotateAgain(String familyId, String presented, String next, Instant rotatedAfter, Use use) {
        return rotation(ROTATE_AGAIN, familyId, presented, next, use)
                        .setParameter("rotatedAfter", rotatedAfter.toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    boolean rotateAnyway(String familyId, String presented, String next, Use use) {
        return rotation(ROTATE_ANYWAY, familyId, presented, next, use)
                        .setParameter("rotatedAt", use.at().toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    boolean touch(String familyId, Use use) {
        return used(TOUCH, familyId, use).executeUpdate() == 1;
    }

    private Query rotation(String statement, String familyId, String presented, String next, Use use) {
        return used(statement, familyId, use)
                .setParameter("presented", presented)
                .setParameter("next", next);
    }

    private Query used(String statement, String familyId, Use use) {
        return em.createQuery(statement)
                .setParameter("end", use.end().map(Instant::getEpochSecond).orElse(null))
                .setParameter("at", Lifetime.wholeSecond(use.at()).getEpochSecond())
                .setParameter(
                        "idleEnd", use.idleEnd().map(Instant::getEpochSecond).orElse(null))
                .setParameter("ip", use.device().ip())
                .setParameter("agent", use.device().userAgent())
                .setParameter("id", familyId);
    }
}
