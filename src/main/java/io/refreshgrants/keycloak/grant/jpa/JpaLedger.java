package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Metadata;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.jpa.HibernateHints;
import org.keycloak.common.util.Time;

/**
 * The ledger in Keycloak's database. Everything except the insert is a statement on the table, so the persistence
 * context cannot hide what has been committed.
 */
final class JpaLedger implements Ledger {

    private static final String BY_ID = """
            select f, {now} from FamilyEntity f where f.id = :value""";

    private static final String BY_SESSION = """
            select f, {now} from FamilyEntity f where f.sessionId = :value""";

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
        em.flush(); // The new family counts, too.
        return new LoginCap(em, newest, usedSince).keep(most);
    }

    @Override
    public Optional<Entry> find(String familyId) {
        return entry(BY_ID, familyId);
    }

    @Override
    public Optional<Entry> findBySession(String sessionId) {
        return entry(BY_SESSION, sessionId);
    }

    private Optional<Entry> entry(String query, String value) {
        return em
                .createQuery(DatabaseClock.of(em).in(query), Object[].class)
                .setHint(HibernateHints.HINT_READ_ONLY, true)
                .setParameter("value", value)
                .getResultList() // A stream would be a scrolling cursor.
                .stream()
                .findFirst()
                .map(row -> {
                    FamilyEntity family = (FamilyEntity) row[0];
                    em.detach(family); // A second read in this transaction must see the table.
                    // The offset is 0 except in tests that move Keycloak's clock.
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
    public int revoke(Families families, RevocationReason reason) {
        return new SelectedFamilies(em, families).revoke(reason);
    }

    @Override
    public void remove(Families families) {
        new SelectedFamilies(em, families).remove();
    }

    @Override
    public List<RefreshTokenFamily> list(Families families, Page page) {
        return new SelectedFamilies(em, families).list(page);
    }

    @Override
    public List<RefreshTokenFamily> listByGrant(Families families, Optional<Place> after, int limit) {
        return new SelectedFamilies(em, families).listByGrant(after, limit);
    }

    @Override
    public int count(Families families, int most) {
        return new SelectedFamilies(em, families).count(most);
    }

    @Override
    public List<String> audiences(String realmId, String identifier) {
        return new Audiences(em, realmId).containing(identifier);
    }

    @Override
    public Map<String, Metadata> metadata(Collection<String> familyIds) {
        return new KeptMetadata(em).of(familyIds);
    }

    @Override
    public void describe(String familyId, Metadata metadata) {
        new KeptMetadata(em).replace(familyId, metadata);
    }

    @Override
    public List<String> sessions(Families families) {
        return new SelectedFamilies(em, families).sessions();
    }

    @Override
    public void close() {}
}
