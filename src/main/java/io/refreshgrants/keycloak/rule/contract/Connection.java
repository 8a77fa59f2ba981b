package io.refreshgrants.keycloak.rule.contract;

import java.util.Map;
import java.util.Optional;
import org.keycloak.broker.social.SocialIdentityProvider;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.storage.StorageId;

/**
 * Where a user comes from, in Auth0's words: an identity provider, the user storage they are kept in, or Keycloak itself.
 *
 * @param strategy what kind of source it is; {@code auth0} for Keycloak itself
 * @param isFederated whether it is an identity provider
 * @param isSocial whether it is one of those that everybody may have an account with, such as Google
 */
record Connection(String id, String name, String strategy, boolean isFederated, boolean isSocial) {

    /** Keycloak's note of the identity provider of a login. */
    private static final String IDENTITY_PROVIDER = "identity_provider";

    /** The one a user has logged in with. */
    static Connection of(
            KeycloakSession session,
            UserModel user,
            Optional<UserSessionModel> login,
            RealmConfiguration configuration) {
        return login.map(userSession -> userSession.getNote(IDENTITY_PROVIDER))
                .map(alias -> session.identityProviders().getByAlias(alias))
                .map(provider -> of(session, provider))
                .orElseGet(() -> home(session, user, configuration));
    }

    /** Where a user is kept. */
    static Connection home(KeycloakSession session, UserModel user, RealmConfiguration configuration) {
        RealmModel realm = session.getContext().getRealm();
        ComponentModel storage = storage(user).map(realm::getComponent).orElse(null);
        return storage == null
                ? new Connection(realm.getId(), configuration.connection(), "auth0", false, false)
                : new Connection(storage.getId(), storage.getName(), storage.getProviderId(), false, false);
    }

    /** The user storage that a user's id names, or the one that an imported user is linked to. */
    static Optional<String> storage(UserModel user) {
        return Optional.ofNullable(StorageId.providerId(user.getId()))
                .or(() -> Optional.ofNullable(user.getFederationLink()));
    }

    /** The identity provider of a link, which may have been removed since. */
    static Connection linked(KeycloakSession session, String alias) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        return provider == null ? new Connection(alias, alias, alias, true, false) : of(session, provider);
    }

    private static Connection of(KeycloakSession session, IdentityProviderModel provider) {
        boolean social = session.getKeycloakSessionFactory()
                        .getProviderFactory(SocialIdentityProvider.class, provider.getProviderId())
                != null;
        return new Connection(provider.getInternalId(), provider.getAlias(), provider.getProviderId(), true, social);
    }

    /** An identity of a user here. */
    Map<String, Object> identity(String userId) {
        return Map.of("connection", name, "provider", strategy, "user_id", userId, "isSocial", isSocial);
    }
}
