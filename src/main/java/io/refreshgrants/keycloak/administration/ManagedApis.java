package io.refreshgrants.keycloak.administration;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.ApiScope;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Changes of a realm's APIs by an admin, each with its admin event.
 *
 * @param audit writes the events
 */
public record ManagedApis(KeycloakSession session, RealmModel realm, AuditTrail audit) {

    /** Adds a client scope with an API. No client may ask for it yet. */
    public ApiScope create(ApiChange change) {
        Api api = change.api();
        List<ClientScopeModel> others = committed().clientScopes();
        checkName(api, "", others);
        ApiScope created = ApiChange.valid(() -> ApiScope.create(realm, api, others));
        audit.record(
                OperationType.CREATE, AuditTrail.API, created.scope().getId(), Map.of("identifier", api.identifier()));
        return created;
    }

    /**
     * Changes an API.
     *
     * @param seen looks at what the database has before the change, and may refuse it
     */
    public ApiScope change(ApiScope api, ApiChange change, Consumer<ApiScope> seen) {
        List<ClientScopeModel> others = committed().clientScopes();
        ApiScope stored = committed(api);
        seen.accept(stored);
        Api after = change.on(stored);
        checkName(after, stored.scope().getId(), others);
        ApiScope saved = new ApiScope(api.scope(), stored.mapper());
        ApiChange.valid(() -> {
            saved.save(after, others);
            return saved;
        });
        audit.record(OperationType.UPDATE, AuditTrail.API, Map.of("identifier", after.identifier()));
        return saved;
    }

    /**
     * Deletes an API with its client scope, after revoking all grants for it: an API that is added later has none.
     *
     * @param seen looks at what the database has before, and may refuse it
     * @return how many families ended
     */
    public int delete(ApiScope api, Consumer<ApiScope> seen) {
        seen.accept(committed(api));
        List<String> audiences = session.getProvider(Ledger.class).audiences(realm.getId(), api.identifier());
        int revoked = new RecordedRevocation(session, realm, audit)
                .revoke(Families.ofRealm(realm.getId()).forAudiences(audiences));
        realm.removeClientScope(api.scope().getId());
        audit.record(OperationType.DELETE, AuditTrail.API, Map.of("identifier", api.identifier()));
        return revoked;
    }

    private Committed committed() {
        return new Committed(session, realm);
    }

    /** The API as the database has it, or 404 if it was deleted meanwhile. */
    private ApiScope committed(ApiScope api) {
        return committed()
                .clientScope(api.scope().getId())
                .flatMap(ApiScope::of)
                .orElseThrow(() -> AdminError.notFound("API"));
    }

    /** Refuses the name of another client scope. */
    private static void checkName(Api api, String ownId, List<ClientScopeModel> others) {
        if (others.stream()
                .anyMatch(other ->
                        other.getName().equals(api.scope()) && !other.getId().equals(ownId))) {
            throw AdminError.conflict("name", "is that of another client scope");
        }
    }
}
