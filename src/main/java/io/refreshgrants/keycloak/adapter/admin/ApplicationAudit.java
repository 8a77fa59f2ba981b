package io.refreshgrants.keycloak.adapter.admin;

import io.refreshgrants.keycloak.adapter.tenant.ManagementAudience;
import io.refreshgrants.keycloak.administration.AuditTrail;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * The admin events of a request to the Management API.
 *
 * @param author the application, by its service account
 */
record ApplicationAudit(KeycloakSession session, AdminAuth author) implements AuditTrail {

    @Override
    public void record(OperationType operation, String resource, String id, Map<String, String> details) {
        RealmModel realm = session.getContext().getRealm();
        AdminEventBuilder event = new AdminEventBuilder(
                        realm, author, session, session.getContext().getConnection())
                .operation(operation)
                .resource(resource)
                .resourcePath(id.isEmpty() ? path() : path() + "/" + id);
        details.forEach(event::detail);
        event.success();
    }

    /** Keycloak's admin events have the path below the realm; at a tenant's root there is nothing to take away. */
    private String path() {
        String path = session.getContext().getUri().getPath();
        return path.substring(Math.max(path.indexOf("/" + ManagementAudience.PATH), 0))
                .replaceFirst("^/", "");
    }
}
