package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger.Page;
import io.refreshgrants.keycloak.grant.Ledger.Place;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaDelete;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.CriteriaUpdate;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.jpa.HibernateHints;
import org.keycloak.common.util.Time;

/** The statements on the rows that {@link Families} selects. */
final class SelectedFamilies {

    private final EntityManager em;
    private final CriteriaBuilder builder;
    private final Families families;

    SelectedFamilies(EntityManager em, Families families) {
        this.em = em;
        this.builder = em.getCriteriaBuilder();
        this.families = families;
    }

    int revoke(RevocationReason reason) {
        if (families.isNone()) {
            return 0;
        }
        CriteriaUpdate<FamilyEntity> update = builder.createCriteriaUpdate(FamilyEntity.class);
        Root<FamilyEntity> row = update.from(FamilyEntity.class);
        FamilyConditions conditions = new FamilyConditions(builder, row);
        update.set(row.<Long>get("revokedAt"), Long.valueOf(Time.currentTimeSeconds()))
                .set(row.<String>get("revokedReason"), reason.code())
                .where(builder.and(conditions.of(families), conditions.notRevoked()));
        return em.createQuery(update).executeUpdate();
    }

    void remove() {
        if (families.isNone()) {
            return;
        }
        CriteriaDelete<FamilyEntity> delete = builder.createCriteriaDelete(FamilyEntity.class);
        Root<FamilyEntity> row = delete.from(FamilyEntity.class);
        delete.where(new FamilyConditions(builder, row).of(families));
        em.createQuery(delete).executeUpdate();
    }

    List<RefreshTokenFamily> list(Page page) {
        return list(conditions -> conditions.after(page.after()), List.of("id"), page.limit());
    }

    List<RefreshTokenFamily> listByGrant(Optional<Place> after, int limit) {
        return list(
                conditions -> after.map(conditions::after).orElseGet(builder::conjunction),
                List.of("userId", "clientId", "id"),
                limit);
    }

    private List<RefreshTokenFamily> list(Function<FamilyConditions, Predicate> after, List<String> order, int limit) {
        if (families.isNone()) {
            return List.of();
        }
        CriteriaQuery<FamilyEntity> query = builder.createQuery(FamilyEntity.class);
        Root<FamilyEntity> row = query.from(FamilyEntity.class);
        FamilyConditions conditions = new FamilyConditions(builder, row);
        query.select(row)
                .where(builder.and(conditions.of(families), after.apply(conditions)))
                .orderBy(order.stream()
                        .map(column -> builder.asc(row.get(column)))
                        .toList());
        return em
                .createQuery(query)
                .setHint(HibernateHints.HINT_READ_ONLY, true)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(found -> {
                    em.detach(found); // A second read in this transaction must see the table.
                    return found.toFamily();
                })
                .toList();
    }

    /** Counts ids below a limit: a count over a table of millions would read all of them. */
    int count(int most) {
        if (families.isNone()) {
            return 0;
        }
        CriteriaQuery<String> query = builder.createQuery(String.class);
        Root<FamilyEntity> row = query.from(FamilyEntity.class);
        query.select(row.get("id")).where(new FamilyConditions(builder, row).of(families));
        return em.createQuery(query).setMaxResults(most).getResultList().size();
    }

    List<String> sessions() {
        if (families.isNone()) {
            return List.of();
        }
        CriteriaQuery<String> query = builder.createQuery(String.class);
        Root<FamilyEntity> row = query.from(FamilyEntity.class);
        query.select(row.get("sessionId")).where(new FamilyConditions(builder, row).of(families));
        return em.createQuery(query).getResultList();
    }
}
