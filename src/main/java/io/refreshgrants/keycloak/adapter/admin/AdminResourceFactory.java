package io.refreshgrants.keycloak.adapter.admin;

import io.refreshgrants.keycloak.admin.RefreshGrantsAdminResource;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import io.refreshgrants.keycloak.token.EventDetails;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code /admin/realms/{realm}/refresh-grants} to admins who may manage the realm. Stateless. */
public final class AdminResourceFactory implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        auth.realm().requireManageRealm();
        return new RefreshGrantsAdminResource(
                session,
                tried -> report(session, adminEvent, "REFRESH_GRANTS_RULE", tried),
                () -> revokeAll(session, realm, adminEvent));
    }

    private static int revokeAll(KeycloakSession session, RealmModel realm, AdminEventBuilder adminEvent) {
        int families = new GrantRevocation(session).revokeAll(realm);
        report(
                session,
                adminEvent,
                "REFRESH_GRANTS_FAMILIES",
                Map.of(EventDetails.REVOKED_FAMILIES, String.valueOf(families)));
        return families;
    }

    private static void report(
            KeycloakSession session, AdminEventBuilder adminEvent, String resource, Map<String, String> details) {
        adminEvent
                .operation(OperationType.ACTION)
                .resource(resource)
                .resourcePath(session.getContext().getUri());
        details.forEach(adminEvent::detail);
        adminEvent.success();
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
