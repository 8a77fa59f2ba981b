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
 * Where a user comes from, in Auth0's terms: an identity provider, a user storage, or Keycloak itself.
 *
 * @param strategy the kind of source; {@code auth0} for Keycloak itself
 * @param isFederated whether it is an identity provider
 * @param isSocial whether it is a provider where anybody can have an account, such as Google
 */
record Connection(String id, String name, String strategy, boolean isFederated, boolean isSocial) {

    /** Keycloak's session note that names the login's identity provider. */
    private static final String IDENTITY_PROVIDER = "identity_provider";

    /** The connection that the user logged in with. */
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

    /** The connection where the user is stored. */
    static Connection home(KeycloakSession session, UserModel user, RealmConfiguration configuration) {
        RealmModel realm = session.getContext().getRealm();
        ComponentModel storage = storage(user).map(realm::getComponent).orElse(null);
        return storage == null
                ? new Connection(realm.getId(), configuration.connection(), "auth0", false, false)
                : new Connection(storage.getId(), storage.getName(), storage.getProviderId(), false, false);
    }

    /** The user storage named by the user's id, or linked to an imported user. */
    static Optional<String> storage(UserModel user) {
        return Optional.ofNullable(StorageId.providerId(user.getId()))
                .or(() -> Optional.ofNullable(user.getFederationLink()));
    }

    /** The identity provider of a link, which may have been removed. */
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

    /** A user's identity at this connection. */
    Map<String, Object> identity(String userId) {
        return Map.of("connection", name, "provider", strategy, "user_id", userId, "isSocial", isSocial);
    }
}
