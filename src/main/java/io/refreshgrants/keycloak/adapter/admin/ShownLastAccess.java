package io.refreshgrants.keycloak.adapter.admin;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.keycloak.admin.ui.rest.model.SessionRepresentation;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.idm.UserSessionRepresentation;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Shows admins when a family was last used. Keycloak ends unused sessions by the time of last access that it stores, so
 * {@link OfflineSessions} sets that time to the far future; the ledger has the real one.
 */
@Provider
public final class ShownLastAccess implements ContainerResponseFilter {

    private static final long NEVER_IDLE = OfflineSessions.NEVER_IDLE * 1_000L;

    /** What Keycloak's admin REST API returns, and what its console asks for. */
    private static final Set<Type> SESSIONS = Set.of(UserSessionRepresentation.class, SessionRepresentation.class);

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        if (session != null
                && response.getEntity() instanceof Stream<?> shown
                && areSessions(response.getEntityType())) {
            response.setEntity(new GenericEntity<>(
                    shown.peek(element -> correct(session.getProvider(Ledger.class), element)),
                    response.getEntityType()));
        }
    }

    private static boolean areSessions(Type type) {
        return type instanceof ParameterizedType stream && SESSIONS.contains(stream.getActualTypeArguments()[0]);
    }

    private static void correct(Ledger ledger, Object element) {
        if (element instanceof UserSessionRepresentation shown) {
            correct(ledger, shown.getId(), shown.getLastAccess(), shown::setLastAccess);
        } else if (element instanceof SessionRepresentation shown) {
            correct(ledger, shown.getId(), shown.getLastAccess(), shown::setLastAccess);
        }
    }

    private static void correct(Ledger ledger, String id, long lastAccess, LongConsumer correction) {
        if (lastAccess == NEVER_IDLE) {
            ledger.findBySession(id)
                    .ifPresent(entry ->
                            correction.accept(entry.family().lastUse().at().toEpochMilli()));
        }
    }
}
