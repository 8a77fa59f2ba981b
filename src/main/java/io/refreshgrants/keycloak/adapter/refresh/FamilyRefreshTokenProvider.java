package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.adapter.issue.OtherGrant;
import io.refreshgrants.keycloak.adapter.issue.ScopedClientSession;
import io.refreshgrants.keycloak.adapter.issue.WithheldRefreshToken;
import io.refreshgrants.keycloak.adapter.request.ManagedResponse;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import io.refreshgrants.keycloak.adapter.rule.Impersonation;
import io.refreshgrants.keycloak.adapter.rule.ShownClaims;
import io.refreshgrants.keycloak.adapter.rule.TokenRules;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.metrics.Meter;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.token.EntryPoint;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.Exchange;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.RequestedAudience;
import io.refreshgrants.keycloak.token.Scopes;
import io.refreshgrants.keycloak.token.UnmanagedOfflineToken;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProvider;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.protocol.oidc.refresh.RefreshTokenContext;
import org.keycloak.representations.RefreshToken;
import org.keycloak.util.TokenUtil;

/**
 * Issues and exchanges managed refresh tokens, for whichever grant Keycloak runs. What it does not support is left to
 * the providers after it, which is Keycloak's own. An instance lives as long as a request.
 */
final class FamilyRefreshTokenProvider extends DefaultRefreshTokenProvider {

    private final FamilyIssuer issuer;
    private Exchange exchange;
    private UserSessionModel offlineSession;
    private String requestedScope;
    private String stockSessionId;

    FamilyRefreshTokenProvider(KeycloakSession session) {
        super(session);
        this.issuer = new FamilyIssuer(session);
    }

    @Override
    public boolean supports(InitialRefreshTokenContext context) {
        return ManagedResponse.of(session).isPresent()
                || OtherGrant.issuance(session, context.clientSessionCtx()).isPresent()
                || restsOnFamily(context.clientSessionCtx().getClientSession().getUserSession());
    }

    @Override
    public RefreshToken generateRefreshToken(InitialRefreshTokenContext context) {
        OtherGrant.refuseTokenExchange(session);
        Optional<ManagedResponse> managed = managed(context);
        if (managed.isEmpty()) {
            WithheldRefreshToken.of(session, context.responseBuilder());
            return placeholder(context);
        }
        ManagedResponse response = managed.get();
        response.builtBy(context.responseBuilder());
        response.settle(session, context.clientSessionCtx());
        RefreshToken token = placeholder(context);
        if (exchange == null && response.issuance().offlineAccess() && context.offlineTokenRequested()) {
            issuer.checkAllowed(context);
            issuer.checkFits(context, response.issuance());
            new TokenRules(session)
                    .onLogin(
                            response,
                            context.clientSessionCtx(),
                            context.responseBuilder().getAccessToken());
            ShownClaims.keep(context.clientSessionCtx().getClientSession(), response);
            issuer.open(context, response, token);
            response.refreshTokenIsDue();
            response.loggedInWith(FamilyClaim.browserSession(token));
        }
        return token;
    }

    private Optional<ManagedResponse> managed(InitialRefreshTokenContext context) {
        if (OtherGrant.isForResourceServer(context.responseBuilder().getAccessToken())) {
            return Optional.empty();
        }
        return ManagedResponse.of(session)
                .or(() -> OtherGrant.issuance(session, context.clientSessionCtx())
                        .map(issuance -> ManagedResponse.begin(session, issuance, context.event())));
    }

    /**
     * Where no refresh token is due this one is dropped again, but Keycloak must have one to work on until the response is
     * complete. Not calling its own provider means that no session is begun and none of its times move.
     */
    private RefreshToken placeholder(InitialRefreshTokenContext context) {
        return createRefreshToken(
                context.responseBuilder().getAccessToken(),
                context.confirmation(),
                FamilyRefreshTokenProviderFactory.PROVIDER_ID);
    }

    /**
     * A refresh token without a family that names the session of one is refused: whoever made it, it is not the family's. So is
     * one for an API that allows none.
     */
    @Override
    public boolean supports(RefreshTokenContext context) {
        RefreshToken token = context.oldRefreshToken();
        return FamilyClaim.read(token).isPresent()
                || EntryPoint.isAuth0(session)
                || TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType()) && isOfFamily(token.getSessionId())
                || UnmanagedOfflineToken.isRefused(context.grantContext().getClient(), token);
    }

    /** Whether a session is that of a family, dead or alive, or stands for one during this request. */
    private boolean restsOnFamily(UserSessionModel found) {
        boolean offline = found.isOffline()
                || Constants.CREATED_FROM_PERSISTENT_OFFLINE.equals(found.getNote(Constants.CREATED_FROM_PERSISTENT));
        return offline && isOfFamily(found.getId());
    }

    private boolean isOfFamily(String offlineSessionId) {
        if (offlineSessionId == null || offlineSessionId.equals(stockSessionId)) {
            return false;
        }
        boolean ofFamily = session.getProvider(Ledger.class)
                .findBySession(offlineSessionId)
                .isPresent();
        stockSessionId = ofFamily ? stockSessionId : offlineSessionId;
        return ofFamily;
    }

    @Override
    public AccessTokenResponseBuilder refreshAccessToken(RefreshTokenContext context) throws OAuthErrorException {
        RefusedExchange refusals = new RefusedExchange(session, context.grantContext());
        try {
            AccessTokenResponseBuilder builder = exchange(context);
            exchange.toleratedReuse().ifPresent(refusals::reportOnly);
            Meter.EXCHANGES.count(context.grantContext().getRealm(), "success");
            return builder;
        } catch (RefreshRefusedException e) {
            throw refusals.answer(e);
        } catch (OAuthErrorException e) {
            if (exchange != null) {
                exchange.endedMeanwhile().ifPresent(ended -> {
                    throw refusals.answer(ended);
                });
            }
            Meter.EXCHANGES.count(context.grantContext().getRealm(), "refused");
            Meter.REFUSALS.count(context.grantContext().getRealm(), "session_user_or_client");
            throw e;
        }
    }

    private AccessTokenResponseBuilder exchange(RefreshTokenContext context) throws OAuthErrorException {
        SentParameters.checkComplete(context.grantContext());
        RefreshToken token = context.oldRefreshToken();
        EventBuilder event = context.grantContext().getEvent();
        event.user(FamilyClaim.user(token).orElse(token.getSubject()));
        if (!EntryPoint.isAuth0(session)) {
            UnmanagedOfflineToken.check(context.grantContext().getClient(), token);
        }
        String familyId = FamilyClaim.read(token)
                .orElseThrow(() -> RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_NOT_MANAGED));
        event.detail(EventDetails.FAMILY, familyId).detail(EventDetails.TOKEN_NUMBER, FamilyClaim.number(token));
        ClientModel client = context.grantContext().getClient();
        RefreshTokenSettings settings = RefreshTokenSettings.of(session, client);
        new ThrottledExchange(session, context.grantContext()).check(familyId, settings.throttle());
        exchange = Exchange.of(
                session,
                client,
                settings,
                familyId,
                token,
                context.grantContext().getFormParams().getFirst(RequestedAudience.PARAMETER));
        event.user(exchange.family().grant().userId()).session(exchange.family().sessionId());
        new FamilySession(session, context.grantContext().getRealm(), exchange).check();
        ManagedResponse response = ManagedResponse.begin(session, exchange.issuance(), event);
        response.loggedInWith(FamilyClaim.browserSession(token));
        if (exchange.rotates()) {
            response.refreshTokenIsDue();
        }
        requestedScope = context.scopeParameter();
        token.setSessionId(exchange.family().sessionId());
        // Keycloak would rebuild the scope of the response from an offline_access it finds here, and so undo a
        // narrowing.
        token.setScope(exchange.granted().without(Scopes.OFFLINE_ACCESS).toString());
        return super.refreshAccessToken(OwnRotation.of(context));
    }

    @Override
    protected TokenManager.TokenValidation validateToken(
            KeycloakSession session,
            UriInfo uriInfo,
            ClientConnection connection,
            RealmModel realm,
            RefreshToken oldToken,
            HttpHeaders headers,
            String scope,
            ClientModel client,
            TokenManager tokenManager,
            EventBuilder event)
            throws OAuthErrorException {
        TokenManager.TokenValidation found = super.validateToken(
                session, uriInfo, connection, realm, oldToken, headers, scope, client, tokenManager, event);
        AuthenticatedClientSessionModel offline = found.clientSessionCtx.getClientSession();
        exchange.confirm(found.userSession);
        Impersonation.describe(found.userSession, event);
        offlineSession = found.userSession;
        String granted = exchange.granted().toString();
        if (!TokenManager.verifyConsentStillAvailable(session, found.user, client, offline, granted)) {
            throw new OAuthErrorException(
                    OAuthErrorException.INVALID_SCOPE, "Client no longer has requested consent from user");
        }
        ClientSessionContext narrowed =
                ScopedClientSession.context(session, offline, exchange.granted(), narrowed(Scopes.parse(scope)));
        return new TokenManager.TokenValidation(found.user, found.userSession, narrowed);
    }

    /**
     * What the access token gets. Only Keycloak knows how organizations narrow: one of all that were granted, say.
     *
     * @param byKeycloak Keycloak's own narrowing
     */
    private Scopes narrowed(Scopes byKeycloak) {
        Scopes requested = Scopes.parse(requestedScope);
        return requested.isEmpty()
                ? exchange.narrowed(requestedScope)
                : exchange.narrowed(requested.with(byKeycloak.names()).toString())
                        .with(byKeycloak
                                .where(name -> !exchange.granted().contains(name))
                                .names());
    }

    /** Instead of Keycloak's writes to its sessions at every exchange, ours to the ledger, if one is due. */
    @Override
    protected void afterRefreshTokenGenerated(RefreshTokenContext context, AccessTokenResponseBuilder builder) {
        ManagedResponse response = ManagedResponse.of(session).orElseThrow();
        response.builtBy(builder);
        new TokenRules(session).onRefresh(response, exchange, offlineSession, builder.getAccessToken());
        RefreshToken next = builder.getRefreshToken();
        if (exchange.rotates() && next != null) {
            next.type(context.oldRefreshToken().getType());
            exchange.end(response.ruled().flatMap(PendingIssuance::end))
                    .ifPresent(end -> next.exp(end.getEpochSecond()));
            next.setNonce(null);
            FamilyClaim.write(
                    next,
                    exchange.family().id(),
                    exchange.nextNumber(),
                    exchange.family().grant().userId(),
                    FamilyClaim.browserSession(context.oldRefreshToken()));
        }
        Revoked ended = exchange.complete(
                next == null ? null : next.getId(),
                FamilyIssuer.device(session),
                response.ruled().flatMap(PendingIssuance::end),
                response.ruled().flatMap(PendingIssuance::idleEnd));
        new GrantRevocation(session)
                .follow(context.grantContext().getRealm(), ended, RevocationReason.ROTATION_TURNED_ON);
    }
}
