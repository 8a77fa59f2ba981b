package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;

/** The statements that a use of a family takes. Each says by its one row whether the family was still as it has to be. */
final class FamilyUses {

    private final EntityManager em;

    FamilyUses(EntityManager em) {
        this.em = em;
    }

    boolean rotate(String familyId, String presented, String next, Use use) {
        return rotated("f.rotating = true, ", "f.tokenId = :presented", familyId, presented, next, use);
    }

    boolean rotateAnyway(String familyId, String presented, String next, Use use) {
        return rotated("", "1 = 1", familyId, presented, next, use);
    }

    private boolean rotated(
            String assignments, String condition, String familyId, String presented, String next, Use use) {
        return used(
                                "f.previousTokenId = :presented, f.rotatedAt = :rotatedAt, " + assignments
                                        + "f.tokenId = :next, f.tokenCount = f.tokenCount + 1, ",
                                condition,
                                familyId,
                                use)
                        .setParameter("presented", presented)
                        .setParameter("next", next)
                        .setParameter("rotatedAt", use.at().toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    boolean rotateAgain(String familyId, String presented, String next, Instant rotatedAfter, Use use) {
        return used(
                                "f.tokenId = :next, f.tokenCount = f.tokenCount + 1, ",
                                "f.previousTokenId = :presented and f.rotatedAt > :rotatedAfter",
                                familyId,
                                use)
                        .setParameter("presented", presented)
                        .setParameter("next", next)
                        .setParameter("rotatedAfter", rotatedAfter.toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    boolean touch(String familyId, Use use) {
        return used("", "1 = 1", familyId, use).executeUpdate() == 1;
    }

    /**
     * An update of a living family that was used; what is assigned first must not read what is assigned after it. The end
     * only comes nearer, also when two requests at once have not seen each other's.
     */
    private Query used(String assignments, String condition, String familyId, Use use) {
        String end = use.end().isEmpty()
                ? ""
                : "f.expiresAt = case when f.expiresAt < :end then f.expiresAt else :end end, ";
        Query query = em.createQuery("update FamilyEntity f set " + assignments + end
                        + "f.lastExchangedAt = :at, f.idleExpiresAt = :idleEnd, f.lastIp = :ip, f.lastUserAgent = :agent"
                        + " where f.id = :id and " + condition + " and f.revokedAt is null")
                .setParameter("at", RefreshTokenFamily.wholeSecond(use.at()).getEpochSecond())
                .setParameter(
                        "idleEnd", use.idleEnd().map(Instant::getEpochSecond).orElse(null))
                .setParameter("ip", use.device().ip())
                .setParameter("agent", use.device().userAgent())
                .setParameter("id", familyId);
        use.end().ifPresent(at -> query.setParameter("end", at.getEpochSecond()));
        return query;
    }
}
