package io.refreshgrants.keycloak.settings;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The options of one provider, {@code spi-<spi>--<provider>--<key>}, which Keycloak passes to it when the server starts.
 *
 * @param spi the SPI's name
 * @param provider the provider's id
 * @param keys the options, in the order in which they are shown
 */
public record ServerOptions(String spi, String provider, List<ConfigKey<?>> keys) {

    public ServerOptions {
        keys = List.copyOf(keys);
    }

    /**
     * The value of an option.
     *
     * @throws IllegalArgumentException naming the option, which stops the server, when its value is not valid
     */
    public <T> T read(Config.Scope config, ConfigKey<T> key) {
        try {
            return key.read(config.get(key.name()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name(key) + " " + e.getMessage(), e);
        }
    }

    /** The option's whole name. */
    public String name(ConfigKey<?> key) {
        return "spi-" + spi + "--" + provider + "--" + key.name();
    }

    /** The options, for those who run the server. */
    public List<ProviderConfigProperty> properties() {
        return keys.stream().map(ConfigKey::property).toList();
    }
}
