package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.adapter.issue.ScopedClientSession;
import io.refreshgrants.keycloak.adapter.request.DeletedUsers;
import io.refreshgrants.keycloak.adapter.request.KeycloakClient;
import io.refreshgrants.keycloak.adapter.request.ManagedResponse;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import io.refreshgrants.keycloak.adapter.rule.Impersonation;
import io.refreshgrants.keycloak.adapter.rule.TokenRules;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.FamilyRefresh;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.RefreshRequest;
import io.refreshgrants.keycloak.token.RequestedAudience;
import io.refreshgrants.keycloak.token.Scopes;
import io.refreshgrants.keycloak.token.UnmanagedOfflineToken;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.refresh.RefreshTokenContext;
import org.keycloak.representations.RefreshToken;

/**
 * One refresh of a managed refresh token. Keycloak builds the tokens and calls back in between: {@link #begin} reads
 * the family's row and decides, {@link #confirm} checks the session and user that Keycloak found, {@link #complete}
 * runs the rules and writes.
 */
final class Refresh {

    private final KeycloakSession session;
    private final RefreshTokenContext context;
    private final FamilyRefresh decided;
    private final ManagedResponse response;

    private Refresh(
            KeycloakSession session, RefreshTokenContext context, FamilyRefresh decided, ManagedResponse response) {
        this.session = session;
        this.context = context;
        this.decided = decided;
        this.response = response;
    }

    /**
     * Decides by the family's row, the client's settings and the realm's APIs. Writes nothing yet.
     *
     * @param context Keycloak's context, with a token whose signature, issuer and client Keycloak has verified
     * @throws RefreshRefusedException when the refresh is refused
     */
    static Refresh begin(KeycloakSession session, RefreshTokenContext context) {
        SentParameters.checkComplete(context.grantContext());
        RequestState state = RequestState.of(session);
        RefreshToken token = context.oldRefreshToken();
        EventBuilder event = context.grantContext().getEvent();
        ClientModel client = context.grantContext().getClient();
        event.user(FamilyClaim.user(token).orElse(token.getSubject()));
        if (!state.isAuth0()) {
            UnmanagedOfflineToken.check(Apis.of(client), token);
        }
        RefreshRequest request = RefreshRequest.of(
                state.entryPoint(),
                token,
                context.grantContext().getFormParams().getFirst(RequestedAudience.PARAMETER));
        event.detail(EventDetails.FAMILY, request.familyId())
                .detail(EventDetails.TOKEN_NUMBER, FamilyClaim.number(token));
        KeycloakClient registered = new KeycloakClient(session, client);
        new RefreshThrottleCheck(session, context.grantContext())
                .check(request.familyId(), registered.settings().throttle());
        FamilyRefresh decided = FamilyRefresh.of(
                session.getProvider(Ledger.class), registered, request, new DeletedUsers(session, client.getRealm()));
        event.user(decided.family().grant().userId()).session(decided.family().sessionId());
        new FamilySession(session, context.grantContext().getRealm(), decided).check();
        ManagedResponse response = state.manage(decided.issuance(), event);
        FamilyClaim.browserSession(token).ifPresent(response::loggedInWith);
        if (decided.rotates()) {
            response.refreshTokenIsDue();
        }
        return new Refresh(session, context, decided, response);
    }

    /**
     * The refresh as Keycloak runs it: on the family's session, with the family's scope, without the realm's rotation.
     */
    RefreshTokenContext forKeycloak() {
        RefreshToken token = context.oldRefreshToken();
        token.setSessionId(decided.family().sessionId());
        // If the token's scope had offline_access, Keycloak would rebuild the response's scope from it and undo a
        // narrowing.
        token.setScope(decided.granted().without(Scopes.OFFLINE_ACCESS).toString());
        return WithoutRealmRotation.of(context);
    }

    /** Sets the builder of the response. */
    void builtBy(AccessTokenResponseBuilder builder) {
        response.builtBy(builder);
    }

    /**
     * Checks the session and the user's consent, and narrows the scope.
     *
     * @param found the session, user and context that Keycloak found
     * @param narrowedByKeycloak the scope that Keycloak derives from the request
     * @throws RefreshRefusedException when the session is not the family's
     * @throws OAuthErrorException when the user has withdrawn consent
     */
    TokenManager.TokenValidation confirm(TokenManager.TokenValidation found, String narrowedByKeycloak)
            throws OAuthErrorException {
        AuthenticatedClientSessionModel offline = found.clientSessionCtx.getClientSession();
        UserModel user = found.userSession.getUser();
        decided.confirm(
                user.getId(), api -> Apis.isGranted(user, context.grantContext().getClient(), api));
        Impersonation.describe(found.userSession, context.grantContext().getEvent());
        String granted = decided.granted().toString();
        if (!TokenManager.verifyConsentStillAvailable(
                session, found.user, context.grantContext().getClient(), offline, granted)) {
            throw new OAuthErrorException(
                    OAuthErrorException.INVALID_SCOPE, "Client no longer has requested consent from user");
        }
        return new TokenManager.TokenValidation(
                found.user,
                found.userSession,
                ScopedClientSession.context(
                        session, offline, decided.granted(), narrowed(Scopes.parse(narrowedByKeycloak))));
    }

    /**
     * The scope of the access token. Keycloak's own narrowing is merged in, because only Keycloak resolves organization
     * scopes.
     */
    private Scopes narrowed(Scopes byKeycloak) {
        Scopes requested = Scopes.parse(context.scopeParameter());
        return requested.isEmpty()
                ? decided.narrowed(context.scopeParameter())
                : decided.narrowed(requested.with(byKeycloak.names()).toString())
                        .with(byKeycloak
                                .where(name -> !decided.granted().contains(name))
                                .names());
    }

    /** Runs the rules on the tokens that Keycloak has built, then writes the result of the refresh. */
    void complete(AccessTokenResponseBuilder builder) {
        response.builtBy(builder);
        new TokenRules(session)
                .onRefresh(
                        response,
                        decided,
                        builder.getClientSessionCtx().getClientSession().getUserSession(),
                        builder.getAccessToken());
        RefreshToken next = builder.getRefreshToken();
        if (decided.rotates() && next != null) {
            makeNext(next);
        }
        Optional<Families> ended = decided.complete(
                next == null ? null : next.getId(),
                FamilyOpening.device(session),
                response.ruleResult().flatMap(PendingIssuance::end),
                response.ruleResult().flatMap(PendingIssuance::idleEnd));
        ended.ifPresent(others -> new GrantRevocation(session)
                .revoke(context.grantContext().getRealm(), others, RevocationReason.ROTATION_TURNED_ON));
    }

    private void makeNext(RefreshToken next) {
        next.type(context.oldRefreshToken().getType());
        decided.end(response.ruleResult().flatMap(PendingIssuance::end))
                .ifPresent(end -> next.exp(end.getEpochSecond()));
        next.setNonce(null);
        FamilyClaim.write(
                next,
                decided.family().id(),
                decided.nextNumber(),
                decided.family().grant().userId(),
                response.browserSession());
    }

    /** The reuse to report although the application's settings tolerate it; empty when there was none. */
    Optional<RefreshRefusedException> toleratedReuse() {
        return decided.toleratedReuse();
    }

    /** The refusal of a token whose family was ended by another request since this refresh began. */
    Optional<RefreshRefusedException> endedMeanwhile() {
        return decided.endedMeanwhile();
    }
}
