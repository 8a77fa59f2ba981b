package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.adapter.request.Refusal;
import io.refreshgrants.keycloak.adapter.request.RefusedTokenEvent;
import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.services.CorsErrorResponseException;

/**
 * Carries out the refusal of a refresh: ends the family if the refusal demands it, writes the event, makes the
 * response.
 */
final class RefreshRefusals {

    private final KeycloakSession session;
    private final OAuth2GrantType.Context context;

    RefreshRefusals(KeycloakSession session, OAuth2GrantType.Context context) {
        this.session = session;
        this.context = context;
    }

    /**
     * Makes the response to throw. Keycloak commits on this type of exception, so the end of the family stays; it rolls
     * back on others.
     */
    CorsErrorResponseException answer(RefreshRefusedException refused) {
        RefreshRefusal refusal = refused.refusal();
        refusal.consequence()
                .ifPresent(reason -> refused.family()
                        .ifPresent(family -> new GrantRevocation(session).end(context.getRealm(), family, reason)));
        Counters.EXCHANGES.count(context.getRealm(), "refused");
        Counters.REFUSALS.count(context.getRealm(), refusal.reason());
        if (refusal == RefreshRefusal.REFRESH_TOKEN_REUSE) {
            Counters.REUSE.count(context.getRealm(), "enforced");
        }
        report(context.getEvent(), refused);
        return new Refusal(
                        refusal.reason(),
                        refusal.error(),
                        Response.Status.fromStatusCode(refusal.status()),
                        refused.description())
                .toException(context.getCors());
    }

    /** Reports a reuse that the application's settings only log. The refresh has its own event. */
    void reportOnly(RefreshRefusedException tolerated) {
        Counters.REUSE.count(context.getRealm(), "logged");
        report(context.getEvent().clone().detail(EventDetails.REUSE_DETECTION, "log"), tolerated);
    }

    private void report(EventBuilder event, RefreshRefusedException refused) {
        RefusedTokenEvent.describe(event, refused);
        if (refused.refusal() == RefreshRefusal.REFRESH_TOKEN_REUSE) {
            event.detail(EventDetails.USER_AGENT, FamilyOpening.device(session).userAgent());
        }
        event.error(Errors.INVALID_TOKEN);
    }
}
