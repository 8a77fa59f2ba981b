package io.refreshgrants.keycloak.adapter.admin;

import java.util.Locale;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;

/** Why the Management API does not take a token. */
public enum ManagementTokenRefusal {
    EXPIRED,
    /** It is for another API. */
    WRONG_AUDIENCE,
    /** It is a user's, or the application has no service account any more. */
    NOT_OF_APPLICATION,
    /** It is bound to a key or a certificate, without the proof. */
    BINDING_NOT_PROVEN,
    /** Its application or service account is disabled or gone, it was revoked, or it is no access token. */
    NOT_VALID;

    /** As events have it. */
    public String reason() {
        return "management_token_" + name().toLowerCase(Locale.ROOT);
    }

    /**
     * Writes an event about a token that the realm has signed. For any other there is none: what it says is made up, and whoever
     * makes it up could fill the table of events.
     */
    void report(KeycloakSession session, String encoded) {
        AccessToken signed = session.tokens().decode(encoded, AccessToken.class);
        if (signed == null) {
            return;
        }
        new EventBuilder(
                        session.getContext().getRealm(),
                        session,
                        session.getContext().getConnection())
                .event(EventType.CLIENT_LOGIN)
                .client(signed.getIssuedFor())
                .user(signed.getSubject())
                .detail(Details.TOKEN_ID, signed.getId())
                .detail(Details.REASON, reason())
                .error(Errors.INVALID_TOKEN);
    }
}
