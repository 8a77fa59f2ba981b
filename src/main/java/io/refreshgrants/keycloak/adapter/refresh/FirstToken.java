package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.adapter.issue.StockGrant;
import io.refreshgrants.keycloak.adapter.request.ManagedResponse;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.rule.KeptClaims;
import io.refreshgrants.keycloak.adapter.rule.TokenRules;
import io.refreshgrants.keycloak.token.Issuance;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.representations.RefreshToken;

/** The refresh token of a login: the first of a family if one is due, otherwise a placeholder that is removed again. */
final class FirstToken {

    private final KeycloakSession session;
    private final RequestState state;
    private final FamilyOpening opening;
    private Optional<Issuance> byStockGrant = Optional.empty();

    FirstToken(KeycloakSession session) {
        this.session = session;
        this.state = RequestState.of(session);
        this.opening = new FamilyOpening(session);
    }

    /** Whether the login is managed, so that its refresh token is ours to make. */
    boolean isOurs(InitialRefreshTokenContext context) {
        if (state.managed().isPresent()) {
            return true;
        }
        byStockGrant = StockGrant.issuance(session, context.clientSessionCtx());
        return byStockGrant.isPresent();
    }

    /**
     * Makes {@code token} the first of a family, or has it removed from the response. Opens the family after the user's
     * APIs have been checked and the rules have run.
     */
    void make(InitialRefreshTokenContext context, RefreshToken token) {
        StockGrant.refuseTokenExchange(session);
        Optional<ManagedResponse> managed = managed(context);
        if (managed.isEmpty()) {
            state.withholdRefreshToken(context.responseBuilder());
            return;
        }
        ManagedResponse response = managed.get();
        response.builtBy(context.responseBuilder());
        response.settle(session, context.clientSessionCtx());
        if (response.issuance().offlineAccess() && context.offlineTokenRequested()) {
            begin(context, response, token);
        }
    }

    private Optional<ManagedResponse> managed(InitialRefreshTokenContext context) {
        if (StockGrant.isForResourceServer(context.responseBuilder().getAccessToken())) {
            return Optional.empty();
        }
        return state.managed().or(() -> byStockGrant.map(issuance -> state.manage(issuance, context.event())));
    }

    private void begin(InitialRefreshTokenContext context, ManagedResponse response, RefreshToken token) {
        opening.checkAllowed(context);
        opening.checkFits(context, response.issuance());
        new TokenRules(session)
                .onLogin(
                        response,
                        context.clientSessionCtx(),
                        context.responseBuilder().getAccessToken());
        KeptClaims.keep(context.clientSessionCtx().getClientSession(), response);
        opening.open(context, response, token);
        response.refreshTokenIsDue();
        response.loggedInWith(
                context.clientSessionCtx().getClientSession().getUserSession().getId());
    }
}
