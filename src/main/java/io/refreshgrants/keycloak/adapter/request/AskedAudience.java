package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.settings.RealmSettings;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import io.refreshgrants.keycloak.token.Scopes;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** The audience that a login asks for. */
public final class AskedAudience {

    private AskedAudience() {}

    /**
     * What was sent, or the realm's default at Auth0's paths, unless a scope names an API already.
     *
     * @param sent the parameter; null or blank for none
     * @param scope the scope that is asked for
     */
    public static @Nullable String of(
            KeycloakSession session, ClientModel client, @Nullable String sent, Scopes scope) {
        if (sent != null && !sent.isBlank() || !RequestState.of(session).isAuth0()) {
            return sent;
        }
        return session.getProvider(SettingsProvider.class)
                .of(client.getRealm(), RealmSettings.DEFAULT_AUDIENCE)
                .filter(none -> Apis.of(client).named(scope.names()).isEmpty())
                .orElse(sent);
    }
}
