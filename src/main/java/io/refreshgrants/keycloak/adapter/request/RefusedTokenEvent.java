package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;

/** Describes a refused refresh token in an event. */
public final class RefusedTokenEvent {

    private RefusedTokenEvent() {}

    /** Adds the reason, the family and the user. The token itself is never added. */
    public static void describe(EventBuilder event, RefreshRefusedException refused) {
        event.detail(Details.REASON, refused.refusal().reason());
        refused.family()
                .ifPresent(family -> event.detail(EventDetails.FAMILY, family.id())
                        .user(family.grant().userId())
                        .session(family.sessionId()));
        refused.details().forEach(event::detail);
    }
}
