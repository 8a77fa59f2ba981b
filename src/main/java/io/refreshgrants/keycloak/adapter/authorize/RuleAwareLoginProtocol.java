package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.issue.AskedScopes;
import io.refreshgrants.keycloak.adapter.request.AskedOrganization;
import io.refreshgrants.keycloak.adapter.request.LoginIssuance;
import io.refreshgrants.keycloak.adapter.request.ManagedResponse;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.rule.RuleClaimsMapper;
import io.refreshgrants.keycloak.adapter.rule.RuleRequest;
import io.refreshgrants.keycloak.adapter.rule.TokenRules;
import io.refreshgrants.keycloak.rule.spi.Protocol;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ClientData;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCProviderConfig;
import org.keycloak.protocol.oidc.utils.OIDCRedirectUriBuilder;
import org.keycloak.protocol.oidc.utils.OIDCResponseMode;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Completes a login as Keycloak does, and runs the realm's rules where the authorization endpoint itself issues tokens.
 */
final class RuleAwareLoginProtocol extends OIDCLoginProtocol {

    RuleAwareLoginProtocol(OIDCProviderConfig config) {
        super(config);
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel authSession, UserSessionModel userSession, ClientSessionContext context) {
        if (authSession.getClientNote(RESPONSE_TYPE_PARAM) == null) {
            return super.authenticated(
                    authSession, userSession, context); // A device login was approved: nothing is redirected.
        }
        Scopes asked = Scopes.parse(authSession.getClientNote(OAuth2Constants.SCOPE));
        try {
            AskedOrganization.check(authSession, context, event.clone());
            Optional<Issuance> issuance = LoginIssuance.grantedOrRefused(
                    session, context, asked, event.clone(), OAuth2Constants.AUTHORIZATION_CODE);
            issuance.ifPresent(managed -> RuleRequest.forgetEarlier(authSession, context.getClientSession()));
            if (issuance.isEmpty() || !givesTokens(authSession)) {
                return super.authenticated(authSession, userSession, context);
            }
            ManagedResponse response = RequestState.of(session).manage(issuance.get(), event.clone());
            // A family's offline session begins when the code is exchanged; Keycloak would begin another one here.
            ClientSessionContext narrowed = AskedScopes.narrow(session, context, asked.without(Scopes.OFFLINE_ACCESS));
            new TokenRules(session).onAuthorization(response, protocol(authSession), narrowed);
            return super.authenticated(authSession, userSession, RuleClaimsMapper.addedTo(narrowed));
        } catch (CorsErrorResponseException e) {
            return refused(
                    authSession, (OAuth2ErrorRepresentation) e.getResponse().getEntity());
        }
    }

    @Override
    public Response buildRedirectUri(
            OIDCRedirectUriBuilder redirect,
            AuthenticationSessionModel login,
            UserSessionModel userSession,
            ClientSessionContext context) {
        return WebMessage.instead(session, login, super.buildRedirectUri(redirect, login, userSession, context));
    }

    /** In the name of the address that the login was asked for at, and in Auth0's words on its paths. */
    @Override
    public Response buildRedirectUri(
            OIDCRedirectUriBuilder redirect,
            @Nullable AuthenticationSessionModel login,
            UserSessionModel userSession,
            ClientSessionContext context,
            Exception failure,
            Error error) {
        if (login != null) {
            nameIssuer(redirect, login);
            if (RequestState.of(session).isAuth0()) {
                SilentLoginRefusal.of(session, login, event, error).ifPresent(refusal -> refusal.describe(redirect));
            }
        }
        Response answer = super.buildRedirectUri(redirect, login, userSession, context, failure, error);
        return WebMessage.instead(session, login, ErrorRedirect.withTheLastOfEach(answer));
    }

    /** What stands in the addresses of the login's pages, and is all that is left of a login that has expired. */
    @Override
    public ClientData getClientData(AuthenticationSessionModel login) {
        ClientData left = super.getClientData(login);
        if (WebMessage.awaits(login)) {
            left.setResponseMode(WebMessage.MODE);
        }
        return left;
    }

    /** The browser can shape what is left of a login: Keycloak checks the redirect URI again, and its origin is checked here. */
    @Override
    public Response sendError(ClientModel client, ClientData left, Error error) {
        if (!WebMessage.MODE.equals(left.getResponseMode())) {
            return super.sendError(client, left, error);
        }
        left.setResponseMode(OIDCResponseMode.FRAGMENT.value());
        Response redirect = super.sendError(client, left, error);
        return redirect.getLocation() != null && WebMessage.mayReceive(session, client, left.getRedirectUri())
                ? WebMessage.to(session, left.getRedirectUri()).telling(redirect.getLocation())
                : redirect;
    }

    /** RFC 9207: an application compares it with the issuer it knows. */
    private static void nameIssuer(OIDCRedirectUriBuilder redirect, AuthenticationSessionModel login) {
        if (!OIDCAdvancedConfigWrapper.fromClientModel(login.getClient()).isExcludeIssuerFromAuthResponse()) {
            redirect.addParam(OAuth2Constants.ISSUER, login.getClientNote(ISSUER));
        }
    }

    private static boolean givesTokens(AuthenticationSessionModel authSession) {
        String responseType = authSession.getClientNote(RESPONSE_TYPE_PARAM);
        return responseType != null && OIDCResponseType.parse(responseType).isImplicitOrHybridFlow();
    }

    private static Protocol protocol(AuthenticationSessionModel authSession) {
        return OIDCResponseType.parse(authSession.getClientNote(RESPONSE_TYPE_PARAM))
                        .hasResponseType(OIDCResponseType.CODE)
                ? Protocol.HYBRID
                : Protocol.IMPLICIT;
    }

    /** Redirects with the error (OpenID Connect Core section 3.2.2.6), in the response mode of the tokens. */
    private Response refused(AuthenticationSessionModel authSession, OAuth2ErrorRepresentation refusal) {
        OIDCResponseMode mode = OIDCResponseMode.parse(
                authSession.getClientNote(RESPONSE_MODE_PARAM),
                OIDCResponseType.parse(authSession.getClientNote(RESPONSE_TYPE_PARAM)));
        OIDCRedirectUriBuilder redirect =
                OIDCRedirectUriBuilder.fromUri(authSession.getRedirectUri(), mode, session, null);
        redirect.addParam(OAuth2Constants.ERROR, refusal.getError());
        redirect.addParam(OAuth2Constants.ERROR_DESCRIPTION, refusal.getErrorDescription());
        String state = authSession.getClientNote(STATE_PARAM);
        if (state != null) {
            redirect.addParam(OAuth2Constants.STATE, state);
        }
        nameIssuer(redirect, authSession);
        return WebMessage.instead(session, authSession, redirect.build());
    }
}
