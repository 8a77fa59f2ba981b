package io.refreshgrants.keycloak.rule.contract;

import com.fasterxml.jackson.core.type.TypeReference;
import io.refreshgrants.keycloak.rule.ConfigurationKeys;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

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
        return realm.getComponentsStream(realm.getId(), RuleProvider.class.getName())
                .filter(model -> ConfigurationKeys.PROVIDER_ID.equals(model.getProviderId()))
                .findFirst()
                .map(RealmConfiguration::of)
                .orElse(DEFAULT);
    }

    /**
     * Reads a component.
     *
     * @throws IllegalArgumentException naming the invalid field
     */
    public static RealmConfiguration of(ComponentModel model) {
        Map<String, String> values = new LinkedHashMap<>(texts(model, ConfigurationKeys.VALUES));
        values.putAll(texts(model, ConfigurationKeys.SECRETS));
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

    private static Map<String, String> texts(ComponentModel model, String field) {
        String json = model.get(field);
        if (json == null || json.isBlank()) {
            return Map.of();
        }
        try {
            Map<String, String> texts = JsonSerialization.mapper.readValue(json, new TypeReference<>() {});
            if (texts.containsValue(null)) {
                throw new IllegalArgumentException(field + " must not have null values");
            }
            return texts;
        } catch (IOException e) {
            // The exception's message quotes the text, which may be secret.
            throw new IllegalArgumentException(field + " must be a JSON object of texts, such as {\"KEY\": \"value\"}");
        }
    }
}
