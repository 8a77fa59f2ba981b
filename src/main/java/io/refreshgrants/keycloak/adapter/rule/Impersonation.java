package io.refreshgrants.keycloak.adapter.rule;

import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.UserSessionModel;

/** A login by an admin in the user's place. The offline session of a family keeps the notes of the login's. */
public final class Impersonation {

    private Impersonation() {}

    /** Says in the event who it was, as Keycloak's own event of the impersonation does. */
    public static void describe(UserSessionModel login, EventBuilder event) {
        event.detail(Details.IMPERSONATOR, login.getNote(ImpersonationSessionNote.IMPERSONATOR_USERNAME.toString()));
    }
}
