package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.adapter.admin.ManagementAccess;
import io.refreshgrants.keycloak.administration.ManagedFamilies;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.administration.RecordedRevocation;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A request to the Management API whose token is good. Each thing that it names is found in the realm or not at all, and given out
 * only with the right to it.
 *
 * @param access what its sender may do
 */
record ManagementRequest(KeycloakSession session, ManagementAccess access) {

    private static final int MAX_ID_LENGTH = 255;

    RealmModel realm() {
        return session.getContext().getRealm();
    }

    Ledger ledger() {
        return session.getProvider(Ledger.class);
    }

    RecordedRevocation revocation() {
        return new RecordedRevocation(session, realm(), access.audit());
    }

    ManagedFamilies families() {
        return new ManagedFamilies(session, realm(), access.rights().users());
    }

    /** Refuses a token without the scope. */
    void demand(ManagementScope<?> scope) {
        if (!access.scope().contains(scope.scope())) {
            throw ManagementError.insufficientScope(scope);
        }
    }

    /** Refuses a sender who may not know what there is: a list of what they may see would be empty without a reason. */
    void demandExistence(ManagementScope<?> scope) {
        if (!scope.showsExistence(access.rights())) {
            throw ManagementError.insufficientRights(scope);
        }
    }

    /** The user with this id, whom the sender may treat so. */
    UserModel user(String id, ManagementScope<UserModel> scope) {
        return permitted(findUser(id), scope, "user");
    }

    /** The client with this client id, which the sender may treat so. */
    ClientModel client(String clientId, ManagementScope<ClientModel> scope) {
        return permitted(clientWith(clientId), scope, "client");
    }

    /** Something that the sender may treat so, or a refusal. */
    <T> T permitted(Optional<T> found, ManagementScope<T> scope, String kind) {
        T thing = existing(found, scope, kind);
        if (!scope.allows(access.rights(), thing)) {
            throw ManagementError.insufficientRights(scope);
        }
        return thing;
    }

    /** Refuses a sender who may not do so to everything of the kind. */
    void demandAll(ManagementScope<?> scope) {
        if (!scope.allowsAll(access.rights())) {
            throw ManagementError.insufficientRights(scope);
        }
    }

    /** All clients that are there: Keycloak's list has only their ids, and fails at one that is deleted meanwhile. */
    Stream<ClientModel> clients() {
        return realm().getClientsStream()
                .flatMap(listed -> Optional.ofNullable(realm().getClientById(listed.getId())).stream());
    }

    Optional<UserModel> findUser(String id) {
        return id.length() > MAX_ID_LENGTH
                ? Optional.empty()
                : Optional.ofNullable(session.users().getUserById(realm(), id));
    }

    /** The internal id of the client with this client id, which is what Auth0 calls a client's id. */
    Optional<String> findClient(String clientId) {
        return clientWith(clientId).map(ClientModel::getId);
    }

    Optional<ClientModel> clientWith(String clientId) {
        return clientId.length() > MAX_ID_LENGTH
                ? Optional.empty()
                : Optional.ofNullable(realm().getClientByClientId(clientId));
    }

    /** The living family with this id, whose user the sender may treat so. */
    RefreshTokenFamily family(String id, ManagementScope<UserModel> scope, String kind) {
        RefreshTokenFamily family = existing(findFamily(id), scope, kind);
        demandOwner(family, scope);
        return family;
    }

    Optional<RefreshTokenFamily> findFamily(String id) {
        return id.length() > MAX_ID_LENGTH
                ? Optional.empty()
                : ledger().find(id)
                        .map(Entry::family)
                        .filter(family -> family.realmId().equals(realm().getId()))
                        .filter(families()::isAlive);
    }

    /** Refuses a sender who may not treat the family's user so. One who is gone is the affair of those who may treat all so. */
    void demandOwner(RefreshTokenFamily family, ManagementScope<UserModel> scope) {
        boolean allowed = findUser(family.grant().userId())
                .map(owner -> scope.allows(access.rights(), owner))
                .orElseGet(() -> scope.allowsAll(access.rights()));
        if (!allowed) {
            throw ManagementError.insufficientRights(scope);
        }
    }

    /** Tells only those who may list things that there is no such thing: others could try out ids. */
    <T> T existing(Optional<T> thing, ManagementScope<?> scope, String kind) {
        if (thing.isEmpty()) {
            demandExistence(scope);
        }
        return thing.orElseThrow(() -> ManagementError.inexistent(kind));
    }

    /** The {@code client_id} of the client with this internal id; the id itself for one that is gone. */
    String clientId(String id) {
        ClientModel client = realm().getClientById(id);
        return client == null ? id : client.getClientId();
    }
}
