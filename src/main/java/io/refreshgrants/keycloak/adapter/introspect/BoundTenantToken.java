package io.refreshgrants.keycloak.adapter.introspect;

import io.refreshgrants.keycloak.adapter.request.AuthorizedRequest;
import io.refreshgrants.keycloak.adapter.tenant.TenantTokens;
import java.net.URI;
import java.util.Optional;
import org.keycloak.common.VerificationException;
import org.keycloak.events.Details;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.dpop.DPoP;
import org.keycloak.services.util.DPoPUtil;
import org.keycloak.services.util.DPoPUtil.Validator;

/**
 * An access token with the tenant's issuer that is bound to a DPoP key.
 *
 * @param session the session of the request
 * @param encoded the token as it was sent
 * @param token the same, its signature verified, with Keycloak's issuer
 */
record BoundTenantToken(KeycloakSession session, String encoded, AccessToken token) {

    /** Reads a token; empty if Keycloak takes it, or refuses it, as it is. */
    static Optional<BoundTenantToken> of(KeycloakSession session, String encoded) {
        return TenantTokens.verified(session, encoded).map(token -> new BoundTenantToken(session, encoded, token));
    }

    /**
     * The request with a copy that Keycloak takes, once the sender has proven to have the key of the token itself.
     *
     * @throws RuntimeException Keycloak's refusal, if the proof is wrong
     */
    HttpRequest shown(HttpRequest request) {
        try {
            DPoP proof = new Validator(session)
                    .request(request)
                    .uriInfo(session.getContext().getUri())
                    .accessToken(encoded)
                    .validate();
            DPoPUtil.validateBinding(token, proof);
        } catch (VerificationException e) {
            throw UserinfoRefusal.of(session, event -> event.detail(Details.REASON, e.getMessage()));
        }
        RelayedProof relay = RelayedProof.ofThisServer();
        token.getConfirmation().setKeyThumbprint(relay.thumbprint());
        String copy = TenantTokens.signed(session, token);
        URI address = session.getContext().getUri().getAbsolutePath();
        return AuthorizedRequest.bound(request, copy, relay.of(request.getHttpMethod(), address, copy));
    }
}
