package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily.OfflineSession;
import io.refreshgrants.keycloak.grant.RevocationReason;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.Time;

/**
 * The ledger in Keycloak's database. All but the insert are statements that go straight to the table, so nothing the
 * persistence context remembers can stand in for what has been committed.
 */
final class JpaLedger implements Ledger {

    private final EntityManager em;

    JpaLedger(EntityManager em) {
        this.em = em;
    }

    @Override
    public void open(RefreshTokenFamily family) {
        em.persist(FamilyEntity.of(family));
    }

    @Override
    public Optional<RefreshTokenFamily> find(String familyId) {
        return em.createQuery("select f from FamilyEntity f where f.id = :id", FamilyEntity.class)
                .setParameter("id", familyId)
                .getResultStream()
                .findFirst()
                .map(FamilyEntity::toFamily);
    }

    @Override
    public boolean touch(String familyId, Instant when, Device device) {
        return em.createQuery("update FamilyEntity f set f.lastExchangedAt = :at, f.lastIp = :ip,"
                                + " f.lastUserAgent = :agent where f.id = :id and f.revokedAt is null")
                        .setParameter("at", when.getEpochSecond())
                        .setParameter("ip", device.ip())
                        .setParameter("agent", device.userAgent())
                        .setParameter("id", familyId)
                        .executeUpdate()
                == 1;
    }

    @Override
    public Revoked revokeGrant(Grant grant, RevocationReason reason) {
        // The rows are read first, for the sessions to tidy up; which of them die is the update's to say.
        List<OfflineSession> sessions = ofGrant(
                        em.createQuery(
                                "select distinct f.sessionId, f.sessionIncarnation from FamilyEntity f where "
                                        + which(grant) + " and f.revokedAt is null",
                                Object[].class),
                        grant)
                .getResultStream()
                .map(row -> new OfflineSession((String) row[0], (String) row[1]))
                .toList();
        return new Revoked(ofGrant(revoke(which(grant), reason), grant).executeUpdate(), sessions);
    }

    private static String which(Grant grant) {
        return "f.userId = :user and f.clientId = :client and "
                + (grant.audience().isEmpty() ? "f.audience is null" : "f.audience = :audience");
    }

    private static <Q extends Query> Q ofGrant(Q query, Grant grant) {
        query.setParameter("user", grant.userId()).setParameter("client", grant.clientId());
        if (!grant.audience().isEmpty()) {
            query.setParameter("audience", grant.audience());
        }
        return query;
    }

    @Override
    public boolean revokeFamily(String familyId, RevocationReason reason) {
        return revoke("f.id = :id", reason).setParameter("id", familyId).executeUpdate() == 1;
    }

    @Override
    public int revokeClientOfUser(String userId, String clientId, RevocationReason reason) {
        return revoke("f.userId = :user and f.clientId = :client", reason)
                .setParameter("user", userId)
                .setParameter("client", clientId)
                .executeUpdate();
    }

    @Override
    public int revokeUser(String userId, RevocationReason reason) {
        return revoke("f.userId = :user", reason).setParameter("user", userId).executeUpdate();
    }

    @Override
    public int revokeRealm(String realmId, RevocationReason reason) {
        return revoke("f.realmId = :realm", reason).setParameter("realm", realmId).executeUpdate();
    }

    @Override
    public int revokeSession(String sessionId, RevocationReason reason) {
        return revoke("f.sessionId = :session", reason)
                .setParameter("session", sessionId)
                .executeUpdate();
    }

    private Query revoke(String which, RevocationReason reason) {
        return em.createQuery("update FamilyEntity f set f.revokedAt = :now, f.revokedReason = :reason where " + which
                        + " and f.revokedAt is null")
                .setParameter("now", Time.currentTimeSeconds())
                .setParameter("reason", reason);
    }

    @Override
    public boolean isUsed(OfflineSession session, String clientId) {
        return em.createQuery(
                                "select count(f) from FamilyEntity f where f.sessionId = :session"
                                        + " and f.sessionIncarnation = :incarnation and f.clientId = :client"
                                        + " and f.revokedAt is null",
                                Long.class)
                        .setParameter("session", session.id())
                        .setParameter("incarnation", session.incarnation())
                        .setParameter("client", clientId)
                        .getSingleResult()
                > 0;
    }

    @Override
    public void removeRealm(String realmId) {
        delete("realmId", realmId);
    }

    @Override
    public void removeUser(String userId) {
        delete("userId", userId);
    }

    @Override
    public void removeClient(String clientId) {
        delete("clientId", clientId);
    }

    private void delete(String column, String value) {
        em.createQuery("delete from FamilyEntity f where f." + column + " = :value")
                .setParameter("value", value)
                .executeUpdate();
    }

    @Override
    public List<RefreshTokenFamily> stale(String afterId, Instant revokedBefore, Instant unusedSince, int limit) {
        return em.createQuery(
                        "select f from FamilyEntity f where f.id > :after and (f.revokedAt < :revokedBefore"
                                + " or (f.revokedAt is null and f.lastExchangedAt < :unusedSince)) order by f.id",
                        FamilyEntity.class)
                .setParameter("after", afterId)
                .setParameter("revokedBefore", revokedBefore.getEpochSecond())
                .setParameter("unusedSince", unusedSince.getEpochSecond())
                .setMaxResults(limit)
                .getResultStream()
                .map(FamilyEntity::toFamily)
                .toList();
    }

    @Override
    public void remove(List<String> familyIds) {
        if (!familyIds.isEmpty()) {
            em.createQuery("delete from FamilyEntity f where f.id in :ids")
                    .setParameter("ids", familyIds)
                    .executeUpdate();
        }
    }

    @Override
    public void close() {}
}
