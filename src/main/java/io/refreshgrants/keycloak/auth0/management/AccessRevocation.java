package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.grant.Families;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * What of a user's access is to end.
 *
 * @param sessionId a browser session; empty for all of them
 * @param preserveRefreshTokens whether the refresh tokens of the sessions live on
 */
record AccessRevocation(Optional<String> sessionId, boolean preserveRefreshTokens) {

    private static final int MAX_ID_LENGTH = 255;

    /** What a body says. */
    static AccessRevocation in(JsonNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!Set.of("session_id", "preserve_refresh_tokens").contains(name)) {
                throw ManagementError.invalidBody("only session_id and preserve_refresh_tokens are allowed");
            }
        });
        JsonNode session = body.path("session_id");
        if (!session.isMissingNode()
                && (!session.isTextual() || session.textValue().length() > MAX_ID_LENGTH)) {
            throw ManagementError.invalidBody("session_id must be a text of up to " + MAX_ID_LENGTH + " characters");
        }
        Boolean preserve = Members.of(body).flag("preserve_refresh_tokens");
        return new AccessRevocation(Optional.ofNullable(session.textValue()), Boolean.TRUE.equals(preserve));
    }

    /** Ends it. */
    void apply(ManagementRequest request, UserModel user) {
        SessionEnd end = SessionEnd.of(request);
        if (sessionId.isEmpty()) {
            if (!preserveRefreshTokens) {
                request.revocation().revoke(Families.ofUser(user.getId()));
            }
            end.all(user);
            return;
        }
        UserSessionModel session = end.sessions()
                .find(sessionId.get())
                .filter(found -> found.getUser().getId().equals(user.getId()))
                .orElseThrow(() -> ManagementError.inexistent(Session.KIND));
        if (!preserveRefreshTokens) {
            request.revocation().revokeOfBrowserSession(user, session.getId());
        }
        end.one(session);
    }
}
