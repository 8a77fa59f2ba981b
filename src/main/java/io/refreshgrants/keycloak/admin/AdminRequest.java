package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.AdminRights;
import io.refreshgrants.keycloak.administration.AuditTrail;
import io.refreshgrants.keycloak.administration.Committed;
import io.refreshgrants.keycloak.administration.ManagedApis;
import io.refreshgrants.keycloak.administration.ManagedRules;
import io.refreshgrants.keycloak.administration.RecordedRevocation;
import io.refreshgrants.keycloak.administration.Rights;
import io.refreshgrants.keycloak.api.ApiScope;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A request to the admin REST API.
 *
 * @param realm the realm in the path
 * @param rights what the admin may do there
 * @param audit writes the admin events
 */
public record AdminRequest(KeycloakSession session, RealmModel realm, AdminRights rights, AuditTrail audit) {

    /** The user with this id, or 404. */
    UserModel user(String id) {
        return found(Optional.ofNullable(session.users().getUserById(realm, id)), rights.users(), "User");
    }

    /** The client with this internal id, or 404. */
    ClientModel client(String id) {
        return found(Optional.ofNullable(realm.getClientById(id)), rights.clients(), "Client");
    }

    /** The API whose client scope has this id, or 404. */
    ApiScope api(String id) {
        return found(ApiScope.find(realm, id), rights.clientScopes(), "API");
    }

    /** Tells only those who may list things that there is no such thing: others could try out ids. */
    <T> T found(Optional<T> thing, Rights<?> rights, String kind) {
        if (thing.isEmpty() && !rights.canList()) {
            throw new ForbiddenException();
        }
        return thing.orElseThrow(() -> AdminError.notFound(kind));
    }

    /** What is to be saved, as the database has it. */
    Committed committed() {
        return new Committed(session, realm);
    }

    ManagedApis apis() {
        return new ManagedApis(session, realm, audit);
    }

    ManagedRules rules() {
        return new ManagedRules(session, realm, audit);
    }

    Ledger ledger() {
        return session.getProvider(Ledger.class);
    }

    /** The answer with something new, which is found below the path of the request. */
    Response created(String id, Object entity) {
        return Response.created(session.getContext()
                        .getUri()
                        .getAbsolutePathBuilder()
                        .path(id)
                        .build())
                .entity(entity)
                .build();
    }

    /** Revokes families and records it. */
    RevokedFamilies revoke(Families families) {
        return new RevokedFamilies(new RecordedRevocation(session, realm, audit).revoke(families));
    }
}
