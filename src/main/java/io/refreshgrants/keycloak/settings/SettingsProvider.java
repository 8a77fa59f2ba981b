package io.refreshgrants.keycloak.settings;

import java.util.List;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Reads the settings of clients. */
public interface SettingsProvider extends Provider {

    /** The settings in force, within the realm's limits; a value that is not valid counts as the safer one, with one warning in the log. */
    RefreshTokenSettings of(ClientModel client);

    /** Only whether the client is marked conformant. */
    boolean oidcConformant(ClientModel client);

    /** Whether managed requests of the client are granted Keycloak's default client scopes, too, which they did not ask for. */
    boolean grantsDefaultScopes(ClientModel client);

    /** What is wrong with a client's own attributes, in words for the admin who saves it. */
    List<String> problems(ClientModel client);

    /** The settings that a client of the realm may choose for itself when it registers. */
    Set<Setting> registrable(RealmModel realm);
}
