package io.refreshgrants.keycloak.adapter.revoke;

import io.refreshgrants.keycloak.adapter.request.Refusal;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.RequestRefusal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.endpoints.TokenRevocationEndpoint;
import org.keycloak.protocol.oidc.utils.AuthorizeClientUtil;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.TokenRevokeContext;
import org.keycloak.services.clientpolicy.context.TokenRevokeResponseContext;
import org.keycloak.services.cors.Cors;

/**
 * Token revocation (RFC 7009). Keycloak's endpoint would end the client's session, with it every other audience and
 * silent sign-on. For a managed refresh token this one makes the same checks in the same order and revokes the grant.
 * Other tokens are left to Keycloak, except on Auth0's path, which revokes managed refresh tokens only.
 */
public final class RevocationEndpoint extends TokenRevocationEndpoint {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EventBuilder event;

    @SuppressWarnings("NullAway.Init") // Set before anything can be refused.
    private Cors cors;

    public RevocationEndpoint(KeycloakSession session, EventBuilder event) {
        super(session, event);
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.event = event;
    }

    @Override
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response revoke() {
        MultivaluedMap<String, String> form =
                session.getContext().getHttpRequest().getDecodedFormParameters();
        // Reading the token has no effects. It comes first so that Keycloak does not authenticate the client a second
        // time: a signed assertion can be used only once.
        Optional<AccessToken> token = Optional.ofNullable(form.getFirst(PARAM_TOKEN))
                .filter(text -> !text.isBlank())
                .map(text -> session.tokens().decode(text, AccessToken.class));
        Optional<String> family = token.flatMap(FamilyClaim::read);
        if (family.isEmpty() && !RequestState.of(session).isAuth0()) {
            return super.revoke();
        }
        event.event(EventType.REVOKE_GRANT);
        cors = Cors.builder().auth().allowedMethods("POST").auth().exposedHeaders(Cors.ACCESS_CONTROL_ALLOW_METHODS);
        checkSsl();
        checkRealm();
        ClientModel client =
                AuthorizeClientUtil.authorizeClient(session, event, cors).getClient();
        event.client(client);
        if (client.isBearerOnly()) {
            throw refused(OAuthErrorException.INVALID_CLIENT, "Bearer-only not allowed", Response.Status.BAD_REQUEST);
        }
        checkParameters(form);
        Optional<ManagedRevocation> revocation =
                family.map(id -> new ManagedRevocation(session, client, token.orElseThrow(), id));
        applyPolicies(new TokenRevokeContext(client, form));
        revocation.ifPresentOrElse(
                managed -> managed.run(event, cors),
                () -> event.detail(Details.REASON, RequestRefusal.TOKEN_NOT_MANAGED.reason())
                        .error(Errors.INVALID_TOKEN));
        applyPolicies(new TokenRevokeResponseContext(client, form));
        session.getProvider(SecurityHeadersProvider.class).options().allowEmptyContentType();
        return cors.add(Response.ok());
    }

    private void checkSsl() {
        boolean https = session.getContext().getUri().getBaseUri().getScheme().equals("https");
        if (!https && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            cors.allowAllOrigins();
            throw refused(OAuthErrorException.INVALID_REQUEST, "HTTPS required", Response.Status.FORBIDDEN);
        }
    }

    private void checkRealm() {
        if (!realm.isEnabled()) {
            cors.allowAllOrigins();
            throw refused(OAuthErrorException.ACCESS_DENIED, "Realm not enabled", Response.Status.FORBIDDEN);
        }
    }

    private void checkParameters(MultivaluedMap<String, String> form) {
        if (form.values().stream().anyMatch(values -> values.size() != 1)) {
            throw malformed("duplicated parameter");
        }
        String token = form.getFirst(PARAM_TOKEN);
        if (token == null || token.isBlank()) {
            throw malformed("Token not provided");
        }
    }

    private void applyPolicies(ClientPolicyContext context) {
        try {
            session.clientPolicy().triggerOnEvent(context);
        } catch (ClientPolicyException e) {
            event.detail(Details.REASON, Details.CLIENT_POLICY_ERROR)
                    .detail(Details.CLIENT_POLICY_ERROR, e.getError())
                    .detail(Details.CLIENT_POLICY_ERROR_DETAIL, e.getErrorDetail())
                    .error(e.getError());
            // Thrown as Keycloak throws it: Auth0's path recognises a policy's refusal by Keycloak's text.
            throw new CorsErrorResponseException(cors, e.getError(), e.getErrorDetail(), e.getErrorStatus());
        }
    }

    private CorsErrorResponseException malformed(String reason) {
        event.detail(Details.REASON, reason).error(Errors.INVALID_REQUEST);
        return refused(OAuthErrorException.INVALID_REQUEST, reason, Response.Status.BAD_REQUEST);
    }

    /** Refuses as Keycloak's endpoint does: its description serves as the reason, too. */
    private CorsErrorResponseException refused(String error, String description, Response.Status status) {
        return new Refusal(description, error, status, description).toException(cors);
    }
}
