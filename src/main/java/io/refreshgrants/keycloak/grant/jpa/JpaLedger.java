package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.jpa.HibernateHints;
import org.keycloak.common.util.Time;

/**
 * The ledger in Keycloak's database. All but the insert are statements that go straight to the table, so nothing the
 * persistence context remembers can stand in for what has been committed.
 */
final class JpaLedger implements Ledger {

    private final EntityManager em;
    private final FamilyUses uses;

    JpaLedger(EntityManager em) {
        this.em = em;
        this.uses = new FamilyUses(em);
    }

    @Override
    public void open(RefreshTokenFamily family) {
        em.persist(FamilyEntity.of(family));
    }

    @Override
    public Revoked keepNewest(RefreshTokenFamily newest, int most, Instant usedSince) {
        em.flush(); // The family at hand is one of those that count.
        return new LoginCap(em, newest, usedSince).keep(most);
    }

    @Override
    public Optional<Entry> find(String familyId) {
        return find("f.id", familyId);
    }

    @Override
    public Optional<Entry> findBySession(String sessionId) {
        return find("f.sessionId", sessionId);
    }

    private Optional<Entry> find(String column, String value) {
        String now = DatabaseClock.of(em);
        return em
                .createQuery("select f, " + now + " from FamilyEntity f where " + column + " = :value", Object[].class)
                .setHint(HibernateHints.HINT_READ_ONLY, true)
                .setParameter("value", value)
                .getResultList() // A stream would be a scrolling cursor.
                .stream()
                .findFirst()
                .map(row -> {
                    FamilyEntity family = (FamilyEntity) row[0];
                    em.detach(family); // A second look in this transaction must see the table, not this object.
                    // The offset is 0 but for tests that move Keycloak's clock.
                    return new Entry(family.toFamily(), ((Instant) row[1]).plusSeconds(Time.getOffset()));
                });
    }

    @Override
    public boolean rotate(String familyId, String presented, String next, Use use) {
        return uses.rotate(familyId, presented, next, use);
    }

    @Override
    public boolean rotateAgain(String familyId, String presented, String next, Instant rotatedAfter, Use use) {
        return uses.rotateAgain(familyId, presented, next, rotatedAfter, use);
    }

    @Override
    public boolean rotateAnyway(String familyId, String presented, String next, Use use) {
        return uses.rotateAnyway(familyId, presented, next, use);
    }

    @Override
    public boolean touch(String familyId, Use use) {
        return uses.touch(familyId, use);
    }

    @Override
    public int revokeGrant(Grant grant, RevocationReason reason) {
        return Revocations.ofGrant(Revocations.revoke(em, Revocations.which(grant), reason), grant)
                .executeUpdate();
    }

    @Override
    public List<String> sessionsRevokedSince(Grant grant, Instant since) {
        return Revocations.ofGrant(sessionsRevoked(Revocations.which(grant), since), grant)
                .getResultList();
    }

    @Override
    public List<String> sessionsRevokedSince(String userId, Instant since) {
        return sessionsRevoked("f.userId = :user", since)
                .setParameter("user", userId)
                .getResultList();
    }

    @Override
    public List<String> sessionsOfRealmRevokedSince(String realmId, Instant since) {
        return sessionsRevoked("f.realmId = :realm", since)
                .setParameter("realm", realmId)
                .getResultList();
    }

    @Override
    public List<String> familiesRevokedSince(Grant grant, Instant since, int most) {
        return Revocations.ofGrant(revoked("f.id", Revocations.which(grant), since), grant)
                .setMaxResults(most)
                .getResultList();
    }

    private TypedQuery<String> sessionsRevoked(String which, Instant since) {
        return revoked("f.sessionId", which, since);
    }

    private TypedQuery<String> revoked(String what, String which, Instant since) {
        return em.createQuery(
                        "select " + what + " from FamilyEntity f where " + which + " and f.revokedAt >= :since",
                        String.class)
                .setParameter("since", since.getEpochSecond());
    }

    @Override
    public List<RefreshTokenFamily> onSession(String sessionId) {
        return em
                .createQuery("select f from FamilyEntity f where f.sessionId = :session", FamilyEntity.class)
                .setHint(HibernateHints.HINT_READ_ONLY, true)
                .setParameter("session", sessionId)
                .getResultList()
                .stream()
                .map(row -> {
                    em.detach(row);
                    return row.toFamily();
                })
                .toList();
    }

    /** The rows are read first, for the sessions to tidy up; which of them die is the update's to say. */
    @Override
    public Revoked revokeNonRotating(Grant grant, RevocationReason reason) {
        String which = Revocations.which(grant) + " and f.rotating = false";
        List<Object[]> rows = Revocations.ofGrant(
                        em.createQuery(
                                "select f.id, f.sessionId from FamilyEntity f where " + which
                                        + " and f.revokedAt is null",
                                Object[].class),
                        grant)
                .getResultList();
        int families = Revocations.ofGrant(Revocations.revoke(em, which, reason), grant)
                .executeUpdate();
        return Revocations.revoked(families, rows);
    }

    @Override
    public boolean revokeFamily(String familyId, RevocationReason reason) {
        return Revocations.revoke(em, "f.id = :id", reason)
                        .setParameter("id", familyId)
                        .executeUpdate()
                == 1;
    }

    @Override
    public int revokeClientOfUser(String userId, String clientId, RevocationReason reason) {
        return Revocations.revoke(em, "f.userId = :user and f.clientId = :client", reason)
                .setParameter("user", userId)
                .setParameter("client", clientId)
                .executeUpdate();
    }

    @Override
    public int revokeUser(String userId, RevocationReason reason) {
        return Revocations.revoke(em, "f.userId = :user", reason)
                .setParameter("user", userId)
                .executeUpdate();
    }

    @Override
    public int revokeRealm(String realmId, RevocationReason reason) {
        return Revocations.revoke(em, "f.realmId = :realm", reason)
                .setParameter("realm", realmId)
                .executeUpdate();
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
    public List<RefreshTokenFamily> ofClient(String realmId, String clientId, int limit) {
        return em.createQuery(
                        "select f from FamilyEntity f where f.realmId = :realm and f.clientId = :client order by f.id",
                        FamilyEntity.class)
                .setParameter("realm", realmId)
                .setParameter("client", clientId)
                .setMaxResults(limit)
                .getResultStream()
                .map(FamilyEntity::toFamily)
                .toList();
    }

    @Override
    public List<String> restedOn(List<String> sessionIds) {
        return sessionIds.isEmpty()
                ? List.of()
                : em.createQuery("select f.sessionId from FamilyEntity f where f.sessionId in :ids", String.class)
                        .setParameter("ids", sessionIds)
                        .getResultList();
    }

    private void delete(String column, String value) {
        em.createQuery("delete from FamilyEntity f where f." + column + " = :value")
                .setParameter("value", value)
                .executeUpdate();
    }

    @Override
    public List<RefreshTokenFamily> stale(String afterId, Instant revokedBefore, int limit) {
        return em.createQuery(
                        "select f from FamilyEntity f where f.id > :after and (f.revokedAt < :revokedBefore"
                                + " or f.revokedAt is null) order by f.id",
                        FamilyEntity.class)
                .setParameter("after", afterId)
                .setParameter("revokedBefore", revokedBefore.getEpochSecond())
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
