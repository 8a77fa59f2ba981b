package io.refreshgrants.keycloak.rule.contract;

import io.refreshgrants.keycloak.rule.ConfigurationComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/**
 * The configuration of a realm's scripts.
 *
 * @param values {@code configuration} of rules and {@code event.secrets} of actions
 * @param appMetadata names of the user attributes that hold app metadata; one that ends in {@code *} is a prefix, which
 *     scripts do not see
 * @param connection the name that scripts see as the connection of users stored in Keycloak itself
 */
public record RealmConfiguration(Map<String, String> values, List<String> appMetadata, String connection) {

    static final String APP_METADATA = "app_metadata_attributes";
    static final String CONNECTION = "connection";

    static final String DEFAULT_APP_METADATA = "app_metadata.*";
    static final String DEFAULT_CONNECTION = "Username-Password-Authentication";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,255}\\*?");

    private static final RealmConfiguration DEFAULT =
            new RealmConfiguration(Map.of(), List.of(DEFAULT_APP_METADATA), DEFAULT_CONNECTION);

    public RealmConfiguration {
        values = Map.copyOf(values);
        appMetadata = List.copyOf(appMetadata);
        for (String name : appMetadata) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        APP_METADATA + " has '" + name + "': an attribute's name, or a prefix and *, is expected");
            }
        }
    }

    /** The realm's configuration; without a component, the default. */
    public static RealmConfiguration of(RealmModel realm) {
        return ConfigurationComponent.of(realm).map(RealmConfiguration::of).orElse(DEFAULT);
    }

    /**
     * Reads a component.
     *
     * @throws IllegalArgumentException naming the invalid field
     */
    public static RealmConfiguration of(ComponentModel model) {
        Map<String, String> values =
                new LinkedHashMap<>(ConfigurationComponent.texts(model, ConfigurationComponent.VALUES));
        values.putAll(ConfigurationComponent.texts(model, ConfigurationComponent.SECRETS));
        List<String> appMetadata = Optional.ofNullable(model.getConfig().get(APP_METADATA))
                .map(names -> names.stream()
                        .map(String::trim)
                        .filter(name -> !name.isEmpty())
                        .toList())
                .filter(names -> !names.isEmpty())
                .orElse(List.of(DEFAULT_APP_METADATA));
        String connection = model.get(CONNECTION);
        return new RealmConfiguration(
                values,
                appMetadata,
                connection == null || connection.isBlank() ? DEFAULT_CONNECTION : connection.trim());
    }
}
