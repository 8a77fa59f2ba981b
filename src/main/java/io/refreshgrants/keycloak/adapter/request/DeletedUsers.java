package io.refreshgrants.keycloak.adapter.request;

import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.StorageId;

/**
 * Tells whether a user of a realm was deleted. A user of a user storage is never reported as deleted: the storage may
 * only be unreachable.
 *
 * @param session the request's session
 * @param realm the realm of the users
 */
public record DeletedUsers(KeycloakSession session, RealmModel realm) implements Predicate<String> {

    @Override
    public boolean test(String userId) {
        return new StorageId(userId).isLocal() && session.users().getUserById(realm, userId) == null;
    }
}
