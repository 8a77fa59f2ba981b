package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.ManagedResponse;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.rule.IdTokenLifetime;
import io.refreshgrants.keycloak.adapter.rule.KeptClaims;
import io.refreshgrants.keycloak.adapter.rule.OrganizationClaims;
import io.refreshgrants.keycloak.adapter.rule.TokenRules;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.AccessTokenContext.SessionType;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.representations.RefreshToken;

/**
 * Finishes the tokens of a managed response after all mappers and all other processors: sets audience and lifetime, and
 * removes a refresh token that is not due.
 */
final class ManagedTokenPostProcessor implements TokenPostProcessor {

    /**
     * Grants that always use the API's token lifetime. Others may need a shorter one, for example that of an assertion.
     */
    private static final Set<String> LIFETIME_IS_THE_APIS = Set.of(
            OAuth2Constants.AUTHORIZATION_CODE,
            OAuth2Constants.PASSWORD,
            OAuth2Constants.REFRESH_TOKEN,
            OAuth2Constants.CLIENT_CREDENTIALS,
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE,
            OAuth2Constants.CIBA_GRANT_TYPE);

    private final KeycloakSession session;
    private final TokenIssuer issuer;

    ManagedTokenPostProcessor(KeycloakSession session) {
        this.session = session;
        this.issuer = new TokenIssuer(session);
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        RequestState state = RequestState.of(session);
        state.dropWithheldRefreshToken();
        issuer.settle(context);
        Optional<ManagedResponse> response = state.managed();
        response.ifPresent(managed -> managed.settle(session, context.clientSessionCtx()));
        response.ifPresent(ManagedResponse::dropPlaceholder);
        response.ifPresent(ManagedResponse::nameBrowserSession);
        response.or(() -> StockGrant.issuance(session, context).map(issuance -> withoutGrant(issuance, context)))
                .ifPresent(managed -> {
                    managed.idToken()
                            .ifPresent(token -> IdTokenLifetime.apply(
                                    session,
                                    context.clientSessionCtx()
                                            .getClientSession()
                                            .getClient(),
                                    token));
                    nameOrganization(managed, context.accessToken());
                    rule(managed, context);
                    finish(context, managed);
                    shorten(context.refreshToken());
                });
    }

    /** A managed response for a stock grant that makes no refresh token, so that rules can run on it. */
    private ManagedResponse withoutGrant(Issuance issuance, TokenPostProcessorContext context) {
        EventBuilder event = new EventBuilder(
                session.getContext().getRealm(), session, session.getContext().getConnection());
        UserSessionModel login = context.clientSessionCtx().getClientSession().getUserSession();
        event.event(EventType.OAUTH2_EXTENSION_GRANT)
                .client(context.clientSessionCtx().getClientSession().getClient())
                .user(login.getUser())
                .session(login.getId());
        return RequestState.of(session).manage(issuance, event);
    }

    private void nameOrganization(ManagedResponse response, @Nullable AccessToken token) {
        if (token != null) {
            IDToken[] tokens =
                    Stream.concat(Stream.of(token), response.idToken().stream()).toArray(IDToken[]::new);
            OrganizationClaims.write(session, token.getScope(), tokens);
        }
    }

    /** Runs the rules, unless they ran earlier because a refresh token was made or refreshed. */
    private void rule(ManagedResponse response, TokenPostProcessorContext context) {
        AccessToken token = context.accessToken();
        if (token == null) {
            return;
        }
        TokenRules rules = new TokenRules(session);
        rules.onLogin(response, context.clientSessionCtx(), token);
        rules.apply(response, token);
    }

    private void finish(TokenPostProcessorContext context, ManagedResponse response) {
        Issuance issuance = response.issuance();
        AccessToken token = context.accessToken();
        String grantType = context.clientSessionCtx().getAttribute(Constants.GRANT_TYPE, String.class);
        if (token == null || OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(grantType)) {
            return; // A token exchange chooses its own audience.
        }
        KeptClaims.keep(context.clientSessionCtx().getClientSession(), response);
        if (!issuance.apis().isEmpty()) {
            token.audience(audience(token, issuance));
            issuance.lifetime(grantType == null && isFrontChannel(context))
                    .map(lifetime -> grantType == null || LIFETIME_IS_THE_APIS.contains(grantType)
                            ? lifetime
                            : shorter(lifetime, token))
                    .ifPresent(lifetime -> {
                        token.exp(token.getIat() + lifetime.toSeconds());
                        response.livesFor(lifetime);
                    });
        }
        if (!issuance.offlineAccess()) {
            unbindFromOfflineSession(token);
        }
    }

    private static Duration shorter(Duration lifetime, AccessToken token) {
        Duration own = Duration.ofSeconds(token.getExp() - token.getIat());
        return own.compareTo(lifetime) < 0 ? own : lifetime;
    }

    /**
     * Removes the scope, because the row has it: a token with dozens of scopes would be too long for Keycloak to
     * accept. {@code offline_access} stays, because a server without this extension takes an offline token without a
     * scope for one of an early Keycloak version.
     */
    private static void shorten(RefreshToken token) {
        if (token != null && FamilyClaim.read(token).isPresent()) {
            token.setScope(Scopes.OFFLINE_ACCESS);
        }
    }

    /** Whether the authorization endpoint issues this token: in the implicit flow, or at the front of a hybrid flow. */
    private static boolean isFrontChannel(TokenPostProcessorContext context) {
        String responseType =
                context.clientSessionCtx().getClientSession().getNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM);
        return Scopes.parse(responseType).contains("token");
    }

    /** The audience of the token. As in Auth0, it includes the userinfo address when the token is valid there, too. */
    private String[] audience(AccessToken token, Issuance issuance) {
        List<String> audience = new ArrayList<>(issuance.identifiers());
        if (Scopes.parse(token.getScope()).contains(Scopes.OPENID)) {
            audience.add(issuer.userinfo(token));
        }
        return audience.toArray(String[]::new);
    }

    /**
     * Unbinds an access token that a stock grant built for an offline session it did not get. The token's id names its
     * session, and userinfo refuses a token without one.
     */
    private void unbindFromOfflineSession(AccessToken token) {
        TokenContextEncoderProvider encoder = session.getProvider(TokenContextEncoderProvider.class);
        AccessTokenContext id = encoder.getTokenContextFromTokenId(token.getId());
        if (id.getSessionType() == SessionType.OFFLINE) {
            token.id(encoder.encodeTokenId(new AccessTokenContext(
                    SessionType.ONLINE, id.getTokenType(), id.getGrantType(), id.getRawTokenId())));
            token.setScope(Scopes.parse(token.getScope())
                    .without(Scopes.OFFLINE_ACCESS)
                    .toString());
        }
    }
}
