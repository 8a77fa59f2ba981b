package io.refreshgrants.keycloak.keycloak;

import org.keycloak.authorization.protection.introspect.RPTIntrospectionProvider;
import org.keycloak.models.KeycloakSession;

/** Introspection with {@code token_type_hint=requesting_party_token}, which a refresh token can be sent to, too. */
final class RptIntrospection extends RPTIntrospectionProvider {

    RptIntrospection(KeycloakSession session) {
        super(session);
    }

    @Override
    protected boolean verifyTokenReuse() {
        return super.verifyTokenReuse()
                && IntrospectedFamily.isActive(session, client, userSession, token, eventBuilder);
    }
}
