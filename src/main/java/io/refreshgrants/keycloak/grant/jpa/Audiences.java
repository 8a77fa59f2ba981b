package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Grant;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;

/**
 * The audiences that occur in a realm. There are few of them among many families, so each is one step through the index
 * from the one before; where there are many, the rest is read at once.
 */
final class Audiences {

    private static final int STEPS = 200;

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
        List<String> next = after("", NEXT, 1);
        while (!next.isEmpty()) {
            audiences.addAll(next);
            String last = next.get(0);
            if (audiences.size() == STEPS) {
                audiences.addAll(after(last, REST, Integer.MAX_VALUE));
                return audiences;
            }
            next = after(last, NEXT, 1);
        }
        return audiences;
    }

    /** A family without an audience has none in its row, so that the empty text is before all of them. */
    private List<String> after(String audience, String query, int most) {
        return em.createQuery(query, String.class)
                .setParameter("realm", realmId)
                .setParameter("after", audience)
                .setMaxResults(most)
                .getResultList();
    }
}
