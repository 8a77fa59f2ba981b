package io.refreshgrants.keycloak.settings;

import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Reads settings. A value that is not valid counts as the safer one, with one warning in the log. */
public interface SettingsProvider extends Provider {

    /** The refresh token settings of a client, within the realm's limits. */
    RefreshTokenSettings of(ClientModel client);

    /** One setting of a client: its own attribute, then the realm's, then the server's option, then the default. */
    <T> T of(ClientModel client, Setting<T> setting);

    /** One setting of a realm. */
    <T> T of(RealmModel realm, Setting<T> setting);

    /** All settings of a client, with where their values come from. */
    List<StatedSetting> stated(ClientModel client);

    /** Some settings of a realm, with where their values come from: its own, or its defaults for clients. */
    List<StatedSetting> stated(RealmModel realm, List<Setting<?>> settings);

    /** What is wrong with a client's own attributes, in words for the admin who saves it. */
    List<String> problems(ClientModel client);
}
