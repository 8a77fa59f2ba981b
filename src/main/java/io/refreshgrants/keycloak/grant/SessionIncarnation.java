package io.refreshgrants.keycloak.grant;

import io.refreshgrants.keycloak.grant.RefreshTokenFamily.OfflineSession;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.AuthenticatedClientSessionModel;

/**
 * The mark that tells one life of a client's offline session from the next. Keycloak removes an offline session and
 * may make it again under the same id within the same second, which its own check by time cannot tell apart.
 */
public final class SessionIncarnation {

    private static final String NOTE = "refresh_grants.incarnation";

    /** Keycloak's own offline tokens rest on this session too, so it is not ours to remove. */
    private static final String SHARED = "shared:";

    private SessionIncarnation() {}

    /**
     * Marks the client's offline session, unless an earlier login of the same browser session has.
     *
     * @param ours whether the offline session was made for the login at hand, not by Keycloak for a token of its own
     */
    public static OfflineSession mark(AuthenticatedClientSessionModel offline, boolean ours) {
        String incarnation = offline.getNote(NOTE);
        if (incarnation == null) {
            incarnation = (ours ? "" : SHARED) + SecretGenerator.getInstance().generateSecureID();
            offline.setNote(NOTE, incarnation);
        }
        return new OfflineSession(offline.getUserSession().getId(), incarnation);
    }

    /** Whether the offline session at hand is the one the family was issued on. */
    public static boolean isSame(AuthenticatedClientSessionModel offline, OfflineSession session) {
        return session.incarnation().equals(offline.getNote(NOTE));
    }

    /** Whether the offline session may be removed when no family uses it any more. */
    public static boolean isOurs(AuthenticatedClientSessionModel offline) {
        String incarnation = offline.getNote(NOTE);
        return incarnation != null && !incarnation.startsWith(SHARED);
    }
}
