package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.tenant.TenantTokens;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.grants.TokenExchangeGrantType;

/** Keycloak's token exchange (RFC 8693), which takes a managed access token with the tenant's issuer, too. */
final class TokenExchangeGrant extends TokenExchangeGrantType {

    @Override
    public Response process(Context context) {
        MultivaluedMap<String, String> form = context.getFormParams();
        Optional.ofNullable(form.getFirst(OAuth2Constants.SUBJECT_TOKEN))
                .flatMap(token -> TenantTokens.forKeycloak(context.getSession(), token))
                .ifPresent(copy -> form.putSingle(OAuth2Constants.SUBJECT_TOKEN, copy));
        return super.process(context);
    }
}
