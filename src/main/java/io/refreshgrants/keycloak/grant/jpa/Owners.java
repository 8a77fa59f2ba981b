package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.light.LightweightUserAdapter;
import org.keycloak.storage.StorageId;

/**
 * Decides which owners of families (realm, client, user) are gone for good. A user or client from a storage is gone
 * only when the realm no longer has the storage.
 */
final class Owners {

    private final KeycloakSession session;
    private final Set<String> localUsers;

    private Owners(KeycloakSession session, Set<String> localUsers) {
        this.session = session;
        this.localUsers = localUsers;
    }

    /** The owners of these families. Reads all users at once. */
    static Owners of(KeycloakSession session, KeycloakTables tables, List<RefreshTokenFamily> families) {
        Set<String> ids = families.stream()
                .map(family -> family.grant().userId())
                .filter(StorageId::isLocalStorage)
                .collect(Collectors.toSet());
        return new Owners(session, ids.isEmpty() ? Set.of() : tables.users(ids));
    }

    boolean isGone(RefreshTokenFamily family) {
        RealmModel realm = session.realms().getRealm(family.realmId());
        return realm == null
                || isClientGone(realm, family.grant().clientId())
                || isUserGone(realm, family.grant().userId());
    }

    private static boolean isClientGone(RealmModel realm, String id) {
        return realm.getClientById(id) == null && isStorageGone(realm, id);
    }

    private boolean isUserGone(RealmModel realm, String id) {
        // A transient user has no row.
        return !LightweightUserAdapter.isLightweightUser(id) && !localUsers.contains(id) && isStorageGone(realm, id);
    }

    /** Keycloak's own tables are never away, so what they lack is gone. */
    private static boolean isStorageGone(RealmModel realm, String id) {
        return StorageId.isLocalStorage(id) || realm.getComponent(StorageId.providerId(id)) == null;
    }
}
