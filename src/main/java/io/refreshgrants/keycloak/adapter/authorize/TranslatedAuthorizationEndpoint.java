package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.rule.KeptParameters;
import io.refreshgrants.keycloak.token.RequestRefusal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.services.ErrorPage;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's authorization endpoint on translated parameters. It reads them as a form for GET, too, because the query
 * of a request cannot be replaced. Rules see the parameters that were sent.
 */
public final class TranslatedAuthorizationEndpoint extends AuthorizationEndpoint {

    private final AuthorizationRequest request;
    private final boolean translated;

    public TranslatedAuthorizationEndpoint(KeycloakSession session, EventBuilder event, AuthorizationRequest request) {
        this(session, event, request, request.install());
    }

    /** Keycloak's endpoint keeps the request that it finds, so that the translation is installed before it is made. */
    private TranslatedAuthorizationEndpoint(
            KeycloakSession session, EventBuilder event, AuthorizationRequest request, boolean translated) {
        super(session, event);
        this.request = request;
        this.translated = translated;
    }

    @Override
    @GET
    public Response buildGet() {
        return answered(translated ? super.buildPost() : super.buildGet());
    }

    @Override
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response buildPost() {
        return answered(super.buildPost());
    }

    /** Keycloak refuses some requests by itself before there is a login: in the only name and the modes that it knows. */
    private Response answered(Response response) {
        String redirectUri = request.parameters().getFirst(OAuth2Constants.REDIRECT_URI);
        boolean redirects = redirectUri != null
                && response.getLocation() != null
                && response.getLocation().toString().startsWith(redirectUri);
        if (!redirects || !RequestState.of(session).isAuth0()) {
            return response;
        }
        URI location = IssuerOfAnswer.corrected(session, response.getLocation());
        if (!request.asksForMessage()) {
            return Response.fromResponse(response).location(location).build();
        }
        return WebMessage.mayReceive(session, session.getContext().getClient(), redirectUri)
                ? WebMessage.to(session, redirectUri).telling(location)
                : notRegistered(null, redirectUri);
    }

    /** As in Auth0: what may not be posted is not redirected either, and the application's window waits in vain. */
    private Response notRegistered(@Nullable AuthenticationSessionModel login, String redirectUri) {
        event.detail(Details.REASON, RequestRefusal.WEB_ORIGIN_NOT_REGISTERED.reason())
                .detail(Details.REDIRECT_URI, redirectUri)
                .error(Errors.INVALID_REQUEST);
        return ErrorPage.error(
                session,
                login,
                Response.Status.BAD_REQUEST,
                "invalid_request: The specified redirect_uri does not have a registered origin.");
    }

    /** The login remembers at which of the realm's addresses it was asked for: it ends in another request. */
    @Override
    protected Response handleBrowserAuthenticationRequest(
            AuthenticationSessionModel login, LoginProtocol protocol, boolean passive, boolean redirect) {
        RequestState.of(session)
                .tenant()
                .ifPresent(address -> login.setClientNote(OIDCLoginProtocol.ISSUER, address.issuer()));
        request.complete(login);
        if (request.asksForMessage()) {
            if (!WebMessage.mayReceive(session, login.getClient(), login.getRedirectUri())) {
                return notRegistered(login, login.getRedirectUri());
            }
            WebMessage.isDueTo(login);
        }
        return super.handleBrowserAuthenticationRequest(login, ours(), passive, redirect);
    }

    /** Keycloak would answer by a protocol of its own making, which no factory has made. */
    private LoginProtocol ours() {
        return session.getProvider(LoginProtocol.class, OIDCLoginProtocol.LOGIN_PROTOCOL)
                .setRealm(realm)
                .setUriInfo(session.getContext().getUri())
                .setHttpHeaders(headers)
                .setEventBuilder(event);
    }

    @Override
    protected AuthenticationSessionModel createAuthenticationSession(ClientModel client, String requestState) {
        AuthenticationSessionModel login = super.createAuthenticationSession(client, requestState);
        KeptParameters.keep(session, login, request.parameters());
        return login;
    }
}
