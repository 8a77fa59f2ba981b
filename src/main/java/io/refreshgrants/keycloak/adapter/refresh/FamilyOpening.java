package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.adapter.issue.CodeReuse;
import io.refreshgrants.keycloak.adapter.request.ExchangedCode;
import io.refreshgrants.keycloak.adapter.request.ManagedResponse;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.rule.Impersonation;
import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.LastUse;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.Lifetime;
import io.refreshgrants.keycloak.grant.Login;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.grant.TokenLine;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.Issuance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.protocol.oidc.refresh.RefreshTokenException;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.managers.UserSessionManager;
import org.keycloak.util.TokenUtil;

/** Opens families: the ledger's row, the offline session it rests on, and the first refresh token. */
final class FamilyOpening {

    private final KeycloakSession session;

    FamilyOpening(KeycloakSession session) {
        this.session = session;
    }

    /** Refuses a family that does not fit into the ledger's columns, before anything is written. */
    void checkFits(InitialRefreshTokenContext context, Issuance issuance) {
        if (scope(context).length() > Login.MAX_SCOPE_LENGTH
                || issuance.audience().length() > Grant.MAX_AUDIENCE_LENGTH) {
            throw new RefreshTokenException(OAuthErrorException.INVALID_SCOPE, "Too many scopes for a refresh token");
        }
    }

    /** Refuses in Keycloak's words where Keycloak would: the user or the client may have no offline tokens at all. */
    void checkAllowed(InitialRefreshTokenContext context) {
        if (!new UserSessionManager(session).isOfflineTokenAllowed(context.clientSessionCtx())) {
            String description = "Offline tokens not allowed for the user or client";
            context.event().detail(Details.REASON, description).error(Errors.NOT_ALLOWED);
            throw new ErrorResponseException(Errors.NOT_ALLOWED, description, Response.Status.BAD_REQUEST);
        }
    }

    /** Makes {@code token} the first of a new family, and bases the access token on the family's session. */
    void open(InitialRefreshTokenContext context, ManagedResponse response, RefreshToken token) {
        AuthenticatedClientSessionModel online = context.clientSessionCtx().getClientSession();
        // With this note, Keycloak would take the browser session for one that only served the offline login and end
        // it. Silent sign-on (prompt=none) would then ask for a password.
        online.removeNote(AuthenticationProcessor.FIRST_OFFLINE_ACCESS);
        // Keycloak copies the nonce from here into later ID tokens, which Auth0's SDKs then refuse as replayed.
        token.setNonce(null);
        token.type(TokenUtil.TOKEN_TYPE_OFFLINE);
        String sessionId = OfflineSessions.begin(session, online);
        // The rules ran between the tokens' issue and the session's start, and Keycloak refuses a token much older than
        // its session.
        for (AccessToken issued : List.of(token, context.responseBuilder().getAccessToken())) {
            issued.setSessionId(sessionId);
            issued.issuedNow();
        }

        ClientModel client = online.getClient();
        RefreshTokenSettings settings = RefreshTokenSettings.of(session, client);
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        Device device = device(session);
        RefreshTokenFamily family = new RefreshTokenFamily(
                RequestState.of(session)
                        .code()
                        .map(ExchangedCode::familyId)
                        .orElseGet(() -> UUID.randomUUID().toString()),
                client.getRealm().getId(),
                new Grant(
                        online.getUserSession().getUser().getId(),
                        client.getId(),
                        response.issuance().audience()),
                new Login(sessionId, scope(context), now, device, Impersonation.admin(online.getUserSession())),
                TokenLine.beginning(token.getId(), settings.rotation().rotates()),
                new LastUse(now, device),
                new Lifetime(
                        Lifetime.earlier(
                                settings.lifetimes().endFrom(now),
                                response.ruleResult().flatMap(PendingIssuance::end)),
                        response.ruleResult().flatMap(PendingIssuance::idleEnd),
                        Optional.empty()));
        family.lifetime().end().ifPresent(end -> token.exp(end.getEpochSecond()));
        FamilyClaim.write(
                token,
                family.id(),
                family.tokens().count(),
                family.grant().userId(),
                Optional.of(online.getUserSession().getId()));
        context.event().detail(EventDetails.FAMILY, family.id());
        Impersonation.describe(online.getUserSession(), context.event());
        keep(family, settings, context.event());
        if (RequestState.of(session).code().isPresent()) {
            CodeReuse.watch(session, family);
        }
    }

    /** Writes the row and, in the same transaction, pushes out the oldest families above the cap. */
    private void keep(RefreshTokenFamily family, RefreshTokenSettings settings, EventBuilder event) {
        Ledger ledger = session.getProvider(Ledger.class);
        ledger.open(family);
        Instant usedSince =
                settings.lifetimes().idle().map(family.login().at()::minus).orElse(Instant.EPOCH);
        Revoked pushedOut = ledger.keepNewest(family, settings.maxTokens(), usedSince);
        if (pushedOut.families() > 0) {
            event.detail(EventDetails.PUSHED_OUT_FAMILIES, String.valueOf(pushedOut.families()))
                    .detail(EventDetails.PUSHED_OUT_FAMILY_IDS, pushedOut.familyIds());
            new GrantRevocation(session)
                    .settle(session.getContext().getRealm(), pushedOut, RevocationReason.TOO_MANY_TOKENS);
        }
    }

    private static String scope(InitialRefreshTokenContext context) {
        return context.clientSessionCtx().getScopeString(true);
    }

    /** Client address and user agent of this request. */
    static Device device(KeycloakSession session) {
        return new Device(
                session.getContext().getConnection().getRemoteHost(),
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.USER_AGENT));
    }
}
