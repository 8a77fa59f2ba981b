package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.AccessTokenContext.SessionType;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;

/**
 * Finishes the tokens of a managed response after all mappers and all other processors: audience, lifetime, and no
 * refresh token where none is due.
 */
final class ManagedTokenPostProcessor implements TokenPostProcessor {

    private final KeycloakSession session;

    ManagedTokenPostProcessor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        Optional<ManagedResponse> response = ManagedResponse.of(session);
        response.ifPresent(ManagedResponse::dropPlaceholder);
        response.ifPresent(ManagedResponse::nameBrowserSession);
        Optional<Issuance> issuance = response.map(ManagedResponse::issuance).or(() -> ofOtherFlow(context));
        response.or(() -> issuance.map(this::withoutGrant)).ifPresent(found -> rule(found, context));
        issuance.ifPresent(found -> finish(context, found));
    }

    /** For rules on a response of a grant that we do not override, and that makes no refresh token. */
    private ManagedResponse withoutGrant(Issuance issuance) {
        EventBuilder event = new EventBuilder(
                session.getContext().getRealm(), session, session.getContext().getConnection());
        event.event(EventType.OAUTH2_EXTENSION_GRANT).client(session.getContext().getClient());
        return ManagedResponse.begin(session, issuance, event);
    }

    /**
     * Flows that build no refresh token and that we do not override. A code or a refresh token that is not managed is
     * none of them, and the scope note may be that of another login by now. Nor is a requesting party token (UMA).
     */
    private Optional<Issuance> ofOtherFlow(TokenPostProcessorContext context) {
        boolean decided = context.code() != null || context.requestRefreshToken() != null;
        if (decided || context.accessToken() == null || context.accessToken().getAuthorization() != null) {
            return Optional.empty();
        }
        return Issuance.ofLogin(session, context.clientSessionCtx().getClientSession());
    }

    /** Where a refresh token is made, or exchanged, the rules have run before that; here is where they run otherwise. */
    private void rule(ManagedResponse response, TokenPostProcessorContext context) {
        AccessToken token = context.accessToken();
        if (token == null) {
            return;
        }
        TokenRules rules = new TokenRules(session);
        rules.onLogin(response, context.clientSessionCtx(), token);
        rules.apply(response, token);
    }

    private void finish(TokenPostProcessorContext context, Issuance issuance) {
        AccessToken token = context.accessToken();
        String grantType = context.clientSessionCtx().getAttribute(Constants.GRANT_TYPE, String.class);
        if (token == null || OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(grantType)) {
            return; // A token exchange has an audience of its own.
        }
        if (!issuance.apis().isEmpty()) {
            token.audience(audience(token, issuance));
            issuance.lifetime(grantType == null && isFrontChannel(context))
                    .ifPresent(lifetime -> {
                        token.exp(token.getIat() + lifetime.toSeconds());
                        ManagedResponse.of(session).ifPresent(response -> response.livesFor(lifetime));
                    });
        }
        if (!issuance.offlineAccess()) {
            unbindFromOfflineSession(token);
        }
    }

    /** Whether the authorization endpoint gives this token: the implicit flow, and the front of the hybrid flow. */
    private static boolean isFrontChannel(TokenPostProcessorContext context) {
        String responseType =
                context.clientSessionCtx().getClientSession().getNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM);
        return Scopes.parse(responseType).contains("token");
    }

    /** Auth0 adds the address of userinfo to the API's identifier when the token is good for it, too. */
    private String[] audience(AccessToken token, Issuance issuance) {
        List<String> audience = new ArrayList<>(issuance.identifiers());
        if (Scopes.parse(token.getScope()).contains(Scopes.OPENID)) {
            audience.add(OIDCLoginProtocolService.userInfoUrl(
                            session.getContext().getUri().getBaseUriBuilder())
                    .build(session.getContext().getRealm().getName())
                    .toString());
        }
        return audience.toArray(String[]::new);
    }

    /**
     * A grant that we do not override has built the token for the offline session it did not get. The id says which
     * session a token rests on, and one that rests on none is refused by userinfo.
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
