package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Limits the living families of a user and client: a login above the cap revokes the oldest. */
final class LoginCap {

    /**
     * An upper bound for one user's concurrent logins at one client, on all nodes together. A login that is this far
     * below the cap cannot exceed it together with logins it does not see yet, so it need not wait for them.
     */
    private static final int AT_ONCE = 100;

    private static final String COUNT = """
            select count(f)
            from FamilyEntity f
            where f.userId = :user and f.clientId = :client and f.revokedAt is null
                and (f.expiresAt is null or f.expiresAt > :now)
                and f.lastExchangedAt > :usedSince and (f.idleExpiresAt is null or f.idleExpiresAt > :now)""";

    /**
     * The newest always sorts last, because a node whose clock is ahead may have opened another family with a later
     * time.
     */
    private static final String OLDEST_FIRST = """
            select f.id, f.sessionId
            from FamilyEntity f
            where f.userId = :user and f.clientId = :client and f.revokedAt is null
                and (f.expiresAt is null or f.expiresAt > :now)
                and f.lastExchangedAt > :usedSince and (f.idleExpiresAt is null or f.idleExpiresAt > :now)
            order by case when f.id = :newest then 1 else 0 end, f.createdAt, f.id""";

    private final EntityManager em;
    private final RefreshTokenFamily newest;
    private final Instant usedSince;

    /**
     * The cap for the user and client of a family.
     *
     * @param newest the family just written
     * @param usedSince families last used before this time count as dead
     */
    LoginCap(EntityManager em, RefreshTokenFamily newest, Instant usedSince) {
        this.em = em;
        this.newest = newest;
        this.usedSince = usedSince;
    }

    Revoked keep(int most) {
        if (most > AT_ONCE && living(COUNT, Long.class).getSingleResult() <= most - AT_ONCE) {
            return Revoked.NONE;
        }
        waitForOthers();
        List<Object[]> alive = living(OLDEST_FIRST, Object[].class)
                .setParameter("newest", newest.id())
                .getResultList();
        if (alive.size() <= most) {
            return Revoked.NONE;
        }
        List<Object[]> surplus = alive.subList(0, alive.size() - most);
        List<String> ids = surplus.stream().map(row -> (String) row[0]).toList();
        int families = new SelectedFamilies(em, Families.these(ids)).revoke(RevocationReason.TOO_MANY_TOKENS);
        return new Revoked(
                families, ids, surplus.stream().map(row -> (String) row[1]).toList());
    }

    private void waitForOthers() {
        Grant grant = newest.grant();
        int lock = Math.floorMod(Objects.hash(grant.userId(), grant.clientId()), LoginLockEntity.COUNT);
        em.find(LoginLockEntity.class, lock, LockModeType.PESSIMISTIC_WRITE);
    }

    private <T> TypedQuery<T> living(String query, Class<T> type) {
        return em.createQuery(query, type)
                .setParameter("user", newest.grant().userId())
                .setParameter("client", newest.grant().clientId())
                .setParameter("now", newest.login().at().getEpochSecond())
                .setParameter("usedSince", usedSince.getEpochSecond());
    }
}
