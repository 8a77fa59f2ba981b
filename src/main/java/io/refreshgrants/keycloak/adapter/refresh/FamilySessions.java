package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.grant.Ledger;
import java.util.Optional;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/** Tells offline sessions that families rest on, alive or dead, from Keycloak's own. */
final class FamilySessions {

    private final KeycloakSession session;
    private Optional<String> stock = Optional.empty();

    FamilySessions(KeycloakSession session) {
        this.session = session;
    }

    /** Whether a session is a family's, or stands for one during this request. */
    boolean areUsedBy(UserSessionModel found) {
        boolean offline = found.isOffline()
                || Constants.CREATED_FROM_PERSISTENT_OFFLINE.equals(found.getNote(Constants.CREATED_FROM_PERSISTENT));
        return offline && include(found.getId());
    }

    /**
     * Whether a family rests on an offline session. A negative answer is remembered for the request.
     *
     * @param offlineSessionId null for none
     */
    boolean include(String offlineSessionId) {
        if (offlineSessionId == null || stock.filter(offlineSessionId::equals).isPresent()) {
            return false;
        }
        boolean ofFamily = session.getProvider(Ledger.class)
                .findBySession(offlineSessionId)
                .isPresent();
        if (!ofFamily) {
            stock = Optional.of(offlineSessionId);
        }
        return ofFamily;
    }
}
