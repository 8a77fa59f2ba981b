package io.refreshgrants.keycloak.rule.script;

import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.storage.StorageId;

/**
 * Where a user comes from, in Auth0's words: the identity provider they logged in with, the user storage they are kept in,
 * or Keycloak itself.
 *
 * @param strategy what kind of source it is; {@code auth0} for Keycloak itself
 */
record Connection(String id, String name, String strategy, boolean isSocial) {

    /** Keycloak's note of the identity provider of a login. */
    private static final String IDENTITY_PROVIDER = "identity_provider";

    static Connection of(
            KeycloakSession session, UserModel user, Optional<UserSessionModel> login, RealmConfiguration configuration) {
        RealmModel realm = session.getContext().getRealm();
        Optional<IdentityProviderModel> provider = login.map(userSession -> userSession.getNote(IDENTITY_PROVIDER))
                .map(alias -> session.identityProviders().getByAlias(alias));
        if (provider.isPresent()) {
            return new Connection(
                    provider.get().getInternalId(), provider.get().getAlias(), provider.get().getProviderId(), true);
        }
        String storage = StorageId.providerId(user.getId());
        ComponentModel component = storage == null ? null : realm.getComponent(storage);
        return component == null
                ? new Connection(realm.getId(), configuration.connection(), "auth0", false)
                : new Connection(component.getId(), component.getName(), component.getProviderId(), false);
    }
}
