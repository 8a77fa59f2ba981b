package io.refreshgrants.keycloak.adapter;

import io.refreshgrants.keycloak.adapter.authorize.AuthorizationRequest;
import io.refreshgrants.keycloak.adapter.authorize.DeviceRequest;
import io.refreshgrants.keycloak.adapter.authorize.TranslatedAuthorizationEndpoint;
import io.refreshgrants.keycloak.adapter.introspect.ManagedUserinfoEndpoint;
import io.refreshgrants.keycloak.adapter.logout.BrowserLogout;
import io.refreshgrants.keycloak.adapter.request.FormRequest;
import io.refreshgrants.keycloak.adapter.request.ManagedResponseFilter;
import io.refreshgrants.keycloak.adapter.request.RefreshTokenEvent;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.revoke.RevocationEndpoint;
import io.refreshgrants.keycloak.token.EntryPoint;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.OIDCWellKnownProviderFactory;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.endpoints.TokenEndpoint;
import org.keycloak.protocol.oidc.endpoints.UserInfoEndpoint;
import org.keycloak.protocol.oidc.grants.device.endpoints.DeviceEndpoint;
import org.keycloak.protocol.oidc.par.endpoints.ParEndpoint;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.wellknown.WellKnownProvider;

/** Runs Keycloak's endpoints for requests that came in at Auth0's paths. */
public final class KeycloakEndpoints {

    private final KeycloakSession session;
    private final EventBuilder event;

    /** For a request whose event nobody else looks at. */
    public KeycloakEndpoints(KeycloakSession session) {
        this(session, new RefreshTokenEvent(session));
    }

    public KeycloakEndpoints(KeycloakSession session, EventBuilder event) {
        this.session = session;
        this.event = event;
    }

    /** Keycloak's response to a token request, which may be a refusal. */
    public Response token(MultivaluedMap<String, String> form) {
        enter(form);
        Response response = answer(() -> new TokenEndpoint(session, new TokenManager(), event).processGrantRequest());
        ManagedResponseFilter.correct(session, response.getEntity());
        return response;
    }

    /** Whether a refused login had the right password. Keycloak does not report it anywhere else. */
    public boolean passwordWasRight() {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        return login != null && Boolean.parseBoolean(login.getAuthNote(AuthenticationManager.PASSWORD_VALIDATED));
    }

    /** Keycloak's response to a revocation request, which may be a refusal. */
    public Response revoke(MultivaluedMap<String, String> form) {
        enter(form);
        return answer(() -> new RevocationEndpoint(session, event).revoke());
    }

    /** Keycloak's answer to a pushed authorization request (RFC 9126), a refusal included. */
    public Response push(MultivaluedMap<String, String> form) {
        enter(form);
        AuthorizationRequest.of(session).install();
        return answer(() -> new ParEndpoint(session, event).request());
    }

    /** Keycloak's answer to a device authorization request (RFC 8628 section 3.1), a refusal included. */
    public Response authorizeDevice(MultivaluedMap<String, String> form) {
        enter(form);
        DeviceRequest.install(session, event);
        return answer(() -> new DeviceEndpoint(session, event).handleDeviceRequest());
    }

    /**
     * Keycloak's answer to a userinfo request, a refusal included.
     *
     * @param inQuery the access token of the query; null for none
     */
    public Response userinfo(@Nullable String inQuery) {
        RequestState.of(session).enter(EntryPoint.AUTH0);
        boolean posted =
                HttpMethod.POST.equals(session.getContext().getHttpRequest().getHttpMethod());
        return answer(() -> {
            UserInfoEndpoint endpoint = ManagedUserinfoEndpoint.of(session, inQuery);
            return posted ? endpoint.issueUserInfoPost() : endpoint.issueUserInfoGet();
        });
    }

    /** The realm's public keys, as Keycloak publishes them. */
    public Response keys() {
        return new OIDCLoginProtocolService(session, event).certs();
    }

    /** The metadata of Keycloak's OpenID Provider, as it publishes them. */
    public Object metadata() {
        return session.getProvider(WellKnownProvider.class, OIDCWellKnownProviderFactory.PROVIDER_ID)
                .getConfig();
    }

    /** The way out of a browser session, without a question. */
    public Response logout(BrowserLogout logout) {
        RequestState.of(session).enter(EntryPoint.AUTH0);
        return logout.run(session, event);
    }

    /** Keycloak's response to an authorization request: a page or a redirect. */
    public Response authorize() {
        RequestState.of(session).enter(EntryPoint.AUTH0);
        return new TranslatedAuthorizationEndpoint(session, event, AuthorizationRequest.of(session)).buildGet();
    }

    /** Must run before the first use of CORS, whose provider keeps the request that it first sees. */
    private void enter(MultivaluedMap<String, String> form) {
        RequestState.of(session).enter(EntryPoint.AUTH0);
        session.getContext().setHttpRequest(new FormRequest(session.getContext().getHttpRequest(), form));
        Cors.builder().exposedHeaders(OAuth2Constants.DPOP_NONCE_HEADER, HttpHeaders.WWW_AUTHENTICATE);
    }

    private static Response answer(Supplier<Response> endpoint) {
        try {
            return endpoint.get();
        } catch (WebApplicationException e) {
            // With an entity it is a response, and the writes made on the way stay: the end of a reused family, say.
            Response response = e.getResponse();
            if (response.getEntity() == null) {
                throw e;
            }
            return response;
        }
    }
}
