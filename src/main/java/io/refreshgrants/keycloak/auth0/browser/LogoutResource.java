package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.adapter.KeycloakEndpoints;
import io.refreshgrants.keycloak.adapter.logout.BrowserLogout;
import io.refreshgrants.keycloak.auth0.FormPath;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;

/** Auth0's two paths for signing out of the browser, which differ in the names of their parameters. */
public final class LogoutResource extends FormPath {

    private final Function<MultivaluedMap<String, String>, BrowserLogout> reading;

    private LogoutResource(KeycloakSession session, Function<MultivaluedMap<String, String>, BrowserLogout> reading) {
        super(session);
        this.reading = reading;
    }

    /** {@code /v2/logout}: {@code client_id}, {@code returnTo}, {@code federated}. */
    static LogoutResource v2(KeycloakSession session) {
        return new LogoutResource(
                session,
                parameters -> new BrowserLogout(
                        parameters.getFirst("client_id"),
                        null,
                        parameters.getFirst("returnTo"),
                        null,
                        null,
                        parameters.containsKey("federated")));
    }

    /** {@code /oidc/logout} (OpenID Connect RP-Initiated Logout 1.0 section 2). */
    static LogoutResource openId(KeycloakSession session) {
        return new LogoutResource(
                session,
                parameters -> new BrowserLogout(
                        parameters.getFirst("client_id"),
                        parameters.getFirst("id_token_hint"),
                        parameters.getFirst("post_logout_redirect_uri"),
                        parameters.getFirst("state"),
                        parameters.getFirst("ui_locales"),
                        parameters.containsKey("federated")));
    }

    @GET
    public Response get() {
        return logout(session.getContext().getUri().getQueryParameters());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response post() {
        return logout(session.getContext().getHttpRequest().getDecodedFormParameters());
    }

    private Response logout(MultivaluedMap<String, String> parameters) {
        return page(parameters, () -> new KeycloakEndpoints(session).logout(reading.apply(parameters)));
    }
}
