package io.refreshgrants.keycloak.settings;

import io.refreshgrants.keycloak.settings.Setting.Explanation;
import io.refreshgrants.keycloak.settings.Setting.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * One value of a configuration that refuses what is not valid: an option of the server or a property of a component, with
 * all that is known of it. Reading, forms and documentation are made from it.
 *
 * @param name its name in the configuration
 * @param type what values it takes
 * @param absent what holds when nobody has set it; empty where it must be set
 * @param explanation what people read
 * @param <T> what its value is once it has been read
 */
public record ConfigKey<T>(String name, ValueType<T> type, Optional<Value<T>> absent, Explanation explanation) {

    /** A key with a default. */
    public static <T> ConfigKey<T> of(String name, ValueType<T> type, String absent, Explanation explanation) {
        return new ConfigKey<>(name, type, Optional.of(Value.of(type, absent)), explanation);
    }

    /** A key without a default, and what that means. */
    public static <T> ConfigKey<T> optional(String name, ValueType<T> type, T absent, Explanation explanation) {
        return new ConfigKey<>(name, type, Optional.of(Value.none(absent)), explanation);
    }

    /** A key that must be set. */
    public static <T> ConfigKey<T> required(String name, ValueType<T> type, Explanation explanation) {
        return new ConfigKey<>(name, type, Optional.empty(), explanation);
    }

    /**
     * The value that a text stands for.
     *
     * @param text what is set; null or empty for nothing
     * @throws IllegalArgumentException with the rule that the text breaks, as it goes on after the key's name
     */
    public T read(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return absent.orElseThrow(() -> new IllegalArgumentException("must not be empty"))
                    .meaning();
        }
        try {
            return type.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be " + e.getMessage(), e);
        }
    }

    /** The key as a form of Keycloak's shows it. */
    public ProviderConfigProperty property() {
        ProviderConfigProperty property = new ProviderConfigProperty(
                name,
                explanation.label(),
                explanation.help().replace("`", ""),
                ProviderConfigProperty.STRING_TYPE,
                absent.map(Value::text).orElse(null));
        property.setRequired(absent.isEmpty());
        if (type instanceof ValueType.WholeNumber) {
            property.setType(ProviderConfigProperty.INTEGER_TYPE);
        } else if (type instanceof ValueType.Words<?> words) {
            boolean flag = words.meanings().keySet().equals(Set.of("true", "false"));
            property.setType(flag ? ProviderConfigProperty.BOOLEAN_TYPE : ProviderConfigProperty.LIST_TYPE);
            property.setOptions(flag ? List.of() : List.copyOf(words.meanings().keySet()));
        }
        return property;
    }
}
