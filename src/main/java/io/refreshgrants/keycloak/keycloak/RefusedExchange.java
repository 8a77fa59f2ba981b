package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.metrics.Meter;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.services.CorsErrorResponseException;

/** What follows from a refused exchange: the family's end where it must be, an event that says why, and the answer. */
final class RefusedExchange {

    private final KeycloakSession session;
    private final OAuth2GrantType.Context context;

    RefusedExchange(KeycloakSession session, OAuth2GrantType.Context context) {
        this.session = session;
        this.context = context;
    }

    /** The answer. Thrown, it commits what has been revoked: Keycloak rolls back for other kinds of exception only. */
    CorsErrorResponseException answer(RefreshRefusedException refused) {
        RefreshRefusal refusal = refused.refusal();
        refusal.consequence().ifPresent(reason -> revoke(refused, reason));
        Meter.EXCHANGES.count("refused");
        Meter.REFUSALS.count(refusal.reason());
        if (refusal == RefreshRefusal.REFRESH_TOKEN_REUSE) {
            Meter.REUSE.count("enforced");
        }
        report(context.getEvent(), refused);
        String audience = refused.details().get(EventDetails.AUDIENCE);
        return refusal == RefreshRefusal.AUDIENCE_NOT_ALLOWED
                ? new CorsErrorResponseException(
                        context.getCors(),
                        OAuthErrorException.ACCESS_DENIED,
                        refusal.description() + ": " + audience,
                        Response.Status.FORBIDDEN)
                : new CorsErrorResponseException(
                        context.getCors(),
                        OAuthErrorException.INVALID_GRANT,
                        refusal.description(),
                        Response.Status.BAD_REQUEST);
    }

    private void revoke(RefreshRefusedException refused, RevocationReason reason) {
        boolean alive = session.getProvider(Ledger.class)
                .revokeFamily(refused.details().get(EventDetails.FAMILY), reason);
        Meter.REVOCATIONS.count(reason.code(), alive ? 1 : 0);
    }

    /** Reports a reuse that the application only watches for; the exchange has an event of its own. */
    void reportOnly(RefreshRefusedException tolerated) {
        Meter.REUSE.count("logged");
        report(context.getEvent().clone().detail(EventDetails.REUSE_DETECTION, "log"), tolerated);
    }

    private static void report(EventBuilder event, RefreshRefusedException refused) {
        event.detail(Details.REASON, refused.refusal().reason());
        refused.details().forEach(event::detail);
        event.error(Errors.INVALID_TOKEN);
    }
}
