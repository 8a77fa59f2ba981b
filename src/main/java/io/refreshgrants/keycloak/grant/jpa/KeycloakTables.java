package io.refreshgrants.keycloak.grant.jpa;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.RealmEntity;

/**
 * Reads Keycloak's own tables, past its caches and user storages. A row that is missing here is gone, not just
 * invisible.
 */
final class KeycloakTables {

    private static final String OFFLINE_SESSIONS = """
            select s.userSessionId
            from PersistentUserSessionEntity s
            where s.userSessionId > :after and s.offline = '1' and s.lastSessionRefresh = :lastUse
                and s.createdOn < :created
            order by s.userSessionId""";

    private final EntityManager em;

    KeycloakTables(EntityManager em) {
        this.em = em;
    }

    boolean haveRealm(String id) {
        return em.find(RealmEntity.class, id) != null;
    }

    boolean haveClient(String id) {
        return em.find(ClientEntity.class, id) != null;
    }

    /** Those of the users that exist. */
    Set<String> users(Collection<String> ids) {
        return new HashSet<>(em.createQuery("select u.id from UserEntity u where u.id in :ids", String.class)
                .setParameter("ids", ids)
                .getResultList());
    }

    /**
     * One page of the offline sessions with this time of last use, ordered by id.
     *
     * @param createdBefore in epoch seconds
     */
    List<String> offlineSessions(String afterId, int lastUse, int createdBefore, int limit) {
        return em.createQuery(OFFLINE_SESSIONS, String.class)
                .setParameter("after", afterId)
                .setParameter("lastUse", lastUse)
                .setParameter("created", createdBefore)
                .setMaxResults(limit)
                .getResultList();
    }
}
