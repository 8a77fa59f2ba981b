package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.admin.RefreshGrantsAdminResource;
import org.keycloak.Config;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Opens {@code /admin/realms/{realm}/refresh-grants} to those who may manage the realm. It has no state. */
public final class AdminResourceFactory implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        auth.realm().requireManageRealm();
        return new RefreshGrantsAdminResource(session, tried -> {
            adminEvent
                    .operation(OperationType.ACTION)
                    .resource("REFRESH_GRANTS_RULE")
                    .resourcePath(session.getContext().getUri());
            tried.forEach(adminEvent::detail);
            adminEvent.success();
        });
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
