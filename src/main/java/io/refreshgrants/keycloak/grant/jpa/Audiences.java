package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Grant;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The audiences that occur in a realm. There are few of them among many families, so each is one step through the index
 * from the one before; where there are many, the rest is read at once.
 */
final class Audiences {

    private static final int STEPS = 200;

    private static final String FIRST = """
            select f.audience
            from FamilyEntity f
            where f.realmId = :realm and f.audience is not null
            order by f.audience""";

    private static final String NEXT = """
            select f.audience
            from FamilyEntity f
            where f.realmId = :realm and f.audience > :after
            order by f.audience""";

    private static final String REST = """
            select distinct f.audience
            from FamilyEntity f
            where f.realmId = :realm and f.audience > :after""";

    private final EntityManager em;
    private final String realmId;

    Audiences(EntityManager em, String realmId) {
        this.em = em;
        this.realmId = realmId;
    }

    /** Those that have this API among their identifiers. */
    List<String> containing(String identifier) {
        return all().stream()
                .filter(audience -> new Grant("", "", audience).identifiers().contains(identifier))
                .toList();
    }

    private List<String> all() {
        List<String> audiences = new ArrayList<>();
        Optional<String> next = em
                .createQuery(FIRST, String.class)
                .setParameter("realm", realmId)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst();
        while (next.isPresent()) {
            String last = next.get();
            audiences.add(last);
            if (audiences.size() == STEPS) {
                audiences.addAll(em.createQuery(REST, String.class)
                        .setParameter("realm", realmId)
                        .setParameter("after", last)
                        .getResultList());
                return audiences;
            }
            next = em
                    .createQuery(NEXT, String.class)
                    .setParameter("realm", realmId)
                    .setParameter("after", last)
                    .setMaxResults(1)
                    .getResultList()
                    .stream()
                    .findFirst();
        }
        return audiences;
    }
}
