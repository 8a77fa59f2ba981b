package io.refreshgrants.keycloak.administration;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientProvider;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientScopeProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.cache.CacheRealmProvider;

/**
 * What is to be saved, as the database has it. Reading it here locks its row until the request has committed: of two
 * admins who save at once, the second reads what the first has saved. Keycloak's caches may still have what was before.
 */
public final class Committed {

    private static final String JPA = "jpa";

    private final KeycloakSession session;
    private final RealmModel realm;

    /** What a realm has. */
    public Committed(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** All client scopes of the realm, which no other admin adds to through this API meanwhile. */
    public List<ClientScopeModel> clientScopes() {
        lock("RealmEntity", realm.getId());
        return session.getProvider(ClientScopeProvider.class, JPA)
                .getClientScopesStream(realm)
                .toList();
    }

    /** One client scope; empty if it is not there any more. */
    public Optional<ClientScopeModel> clientScope(String id) {
        lock("ClientScopeEntity", id);
        return Optional.ofNullable(
                session.getProvider(ClientScopeProvider.class, JPA).getClientScopeById(realm, id));
    }

    /**
     * A client, which every later reading of it in this request finds in the database, too: what another has just assigned to it is
     * not in the cache. One from another storage has no row and is read as it is.
     */
    public ClientModel client(ClientModel client) {
        lock("ClientEntity", client.getId());
        Optional.ofNullable(session.getProvider(CacheRealmProvider.class))
                .ifPresent(
                        cache -> cache.registerClientInvalidation(client.getId(), client.getClientId(), realm.getId()));
        return Optional.ofNullable(
                        session.getProvider(ClientProvider.class, JPA).getClientById(realm, client.getId()))
                .orElse(client);
    }

    /** The realm itself. */
    public RealmModel realm() {
        lock("RealmEntity", realm.getId());
        return session.getProvider(RealmProvider.class, JPA).getRealm(realm.getId());
    }

    private void lock(String entity, String id) {
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        em.createQuery("select row from " + entity + " row where row.id = :id", Object.class)
                .setParameter("id", id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .forEach(em::refresh); // It may have been read before the lock was free.
    }
}
