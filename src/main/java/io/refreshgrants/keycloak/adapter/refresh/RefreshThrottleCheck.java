package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.adapter.request.Refusal;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.settings.ThrottleLimit;
import io.refreshgrants.keycloak.throttle.RefreshThrottle;
import io.refreshgrants.keycloak.throttle.RefreshThrottle.Verdict;
import io.refreshgrants.keycloak.token.RequestRefusal;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.http.HttpResponse;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/**
 * Asks the throttle before any other check of a refresh. A refused request uses nothing up, so a rotating refresh token
 * still works afterwards. The headers are Auth0's, with whole numbers because its SDKs parse integers.
 */
final class RefreshThrottleCheck {

    private static final String REASON = RequestRefusal.TOO_MANY_REQUESTS.reason();
    private static final String DESCRIPTION =
            "Too many requests. Check the X-RateLimit-Limit, X-RateLimit-Remaining and" + " X-RateLimit-Reset headers.";

    private final KeycloakSession session;
    private final OAuth2GrantType.Context context;

    RefreshThrottleCheck(KeycloakSession session, OAuth2GrantType.Context context) {
        this.session = session;
        this.context = context;
    }

    void check(String familyId, ThrottleLimit limit) {
        if (limit.isOff()) {
            return;
        }
        Verdict verdict = session.getProvider(RefreshThrottle.class)
                .take(familyId, session.getContext().getConnection().getRemoteAddr(), limit);
        if (!verdict.allowed() || RequestState.of(session).isAuth0()) {
            tell(verdict);
        }
        if (!verdict.allowed()) {
            Counters.REFUSALS.count(context.getRealm(), REASON);
            Counters.EXCHANGES.count(context.getRealm(), "throttled");
            context.getEvent().detail(Details.REASON, REASON).error(Errors.ACCESS_DENIED);
            throw new Refusal(REASON, "too_many_requests", Response.Status.TOO_MANY_REQUESTS, DESCRIPTION)
                    .toException(context.getCors());
        }
    }

    /** The headers are exposed by CORS; scripts in a browser cannot read them otherwise. */
    private void tell(Verdict verdict) {
        context.getCors()
                .exposedHeaders(
                        "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", HttpHeaders.RETRY_AFTER);
        HttpResponse response = session.getContext().getHttpResponse();
        response.setHeader("x-ratelimit-limit", String.valueOf(verdict.limit()));
        response.setHeader("x-ratelimit-remaining", String.valueOf(verdict.remaining()));
        response.setHeader("x-ratelimit-reset", String.valueOf(verdict.reset().getEpochSecond()));
        if (!verdict.allowed()) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(verdict.retryAfter().plusMillis(999).toSeconds()));
        }
    }
}
