package io.refreshgrants.keycloak.adapter.admin;

import io.refreshgrants.keycloak.adapter.request.NullCharacter;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.admin.AdminRequest;
import io.refreshgrants.keycloak.admin.RefreshGrantsAdminResource;
import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.Collision;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code /admin/realms/{realm}/refresh-grants}. Each resource asks for the rights that it needs. Stateless. */
public final class AdminResourceFactory implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        RequestState.of(session).routedTo(new AdminFailures(session));
        // Users, addresses and scripts are not for caches between the server and the admin.
        session.getContext().getHttpResponse().setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (NullCharacter.isIn(session.getContext().getUri())) {
            throw AdminError.invalid("path", "must not contain a null character");
        }
        return new RefreshGrantsAdminResource(new AdminRequest(
                session,
                realm,
                KeycloakRights.of(auth),
                (operation, resource, id, details) ->
                        report(session, adminEvent.operation(operation).resource(resource), id, details)));
    }

    private static void report(
            KeycloakSession session, AdminEventBuilder event, String id, Map<String, String> details) {
        Collision.showNow(session);
        if (id.isEmpty()) {
            event.resourcePath(session.getContext().getUri());
        } else {
            event.resourcePath(session.getContext().getUri(), id);
        }
        details.forEach(event::detail);
        event.success();
    }

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return "refresh-grants";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
