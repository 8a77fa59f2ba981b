package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.tenant.TenantTokens;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.keycloak.models.KeycloakSession;

/** The parameter {@code iss} of a redirect (RFC 9207), where Keycloak has written its own and the tenant's is due. */
final class IssuerOfAnswer {

    private IssuerOfAnswer() {}

    /** The redirect with the issuer of the address that the request came to. */
    static URI corrected(KeycloakSession session, URI redirect) {
        return RequestState.of(session)
                .tenant()
                .map(address -> URI.create(redirect.toString()
                        .replace(parameter(TenantTokens.keycloaksIssuer(session)), parameter(address.issuer()))))
                .orElse(redirect);
    }

    private static String parameter(String issuer) {
        return "iss=" + URLEncoder.encode(issuer, StandardCharsets.UTF_8);
    }
}
