package io.refreshgrants.keycloak.adapter.authorize;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.constants.AdapterConstants;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Auth0's parameter {@code connection} of an authorization request: the login goes to that identity provider at once. Auth0's
 * names for users that Keycloak keeps itself are no provider's, so that these see the login page.
 *
 * @param name null for none
 */
record AskedConnection(KeycloakSession session, @Nullable String name) {

    static final String PARAMETER = "connection";

    /** Notes it on a login, unless the application has named a provider in Keycloak's own way. */
    void isDueTo(AuthenticationSessionModel login) {
        if (login.getClientNote(AdapterConstants.KC_IDP_HINT) == null) {
            provider().ifPresent(alias -> login.setClientNote(AdapterConstants.KC_IDP_HINT, alias));
        }
    }

    /** Keycloak logs a warning for a hint that leads nowhere. */
    private Optional<String> provider() {
        return Optional.ofNullable(name)
                .filter(alias -> !alias.isBlank())
                .map(session.identityProviders()::getByAlias)
                .filter(IdentityProviderModel::isEnabled)
                .map(IdentityProviderModel::getAlias);
    }
}
