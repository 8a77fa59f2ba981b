package io.refreshgrants.keycloak.adapter.rule;

import io.refreshgrants.keycloak.settings.ClientSettings;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.IDToken;

/** An ID token of a managed request lives as long as its application's setting says; Keycloak's as long as the access token. */
public final class IdTokenLifetime {

    private IdTokenLifetime() {}

    /** Sets the end. */
    public static void apply(KeycloakSession session, ClientModel client, IDToken token) {
        token.exp(token.getIat()
                + session.getProvider(SettingsProvider.class)
                        .of(client, ClientSettings.ID_TOKEN_LIFETIME)
                        .toSeconds());
    }
}
