package io.refreshgrants.keycloak.adapter.rule;

import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.UserSessionModel;

/** A login by an admin in the user's place. A family's offline session keeps the notes of the login's session. */
public final class Impersonation {

    private Impersonation() {}

    /** The username of the admin; empty for the user's own login. */
    public static Optional<String> admin(UserSessionModel login) {
        return Optional.ofNullable(login.getNote(ImpersonationSessionNote.IMPERSONATOR_USERNAME.toString()));
    }

    /** Names the admin in the event, as Keycloak's own event of the impersonation does. */
    public static void describe(UserSessionModel login, EventBuilder event) {
        event.detail(Details.IMPERSONATOR, admin(login).orElse(null));
    }
}
