package io.refreshgrants.keycloak.settings;

import io.refreshgrants.keycloak.settings.SettingsReader.Problem;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Settings in client attributes, with the realm's attributes and the server's options as their defaults. It has no state
 * but the warnings it has given, so that a broken setting is one line in the log and not one for each request.
 */
public final class AttributeSettingsFactory implements SettingsProviderFactory, SettingsProvider {

    private static final Logger LOG = Logger.getLogger(AttributeSettingsFactory.class);
    private static final int MAX_WARNINGS = 1_000;

    private final Map<Setting, String> options = new EnumMap<>(Setting.class);
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    @Override
    public void init(Config.Scope config) {
        for (Setting setting : Setting.values()) {
            String value = config.get(setting.option());
            if (value != null) {
                options.put(setting, value);
            }
        }
        SettingsReader reader = new SettingsReader(options::get);
        RefreshTokenSettings.read(reader);
        if (!reader.problems().isEmpty()) {
            throw new IllegalArgumentException(
                    "spi-refresh-grants-settings--attributes: " + reader.problems().get(0));
        }
    }

    @Override
    public RefreshTokenSettings of(ClientModel client) {
        SettingsReader reader = new SettingsReader(setting -> value(client, setting));
        RefreshTokenSettings settings = RefreshTokenSettings.read(reader);
        reader.problems().forEach(problem -> warnOnce(client, problem));
        return settings;
    }

    @Override
    public List<String> problems(ClientModel client) {
        SettingsReader reader = new SettingsReader(setting -> client.getAttribute(setting.attribute()));
        RefreshTokenSettings.read(reader);
        return reader.problems().stream().map(Problem::toString).toList();
    }

    private String value(ClientModel client, Setting setting) {
        String own = client.getAttribute(setting.attribute());
        if (own != null && !own.isBlank()) {
            return own;
        }
        String realms = client.getRealm().getAttribute(setting.attribute());
        return realms != null && !realms.isBlank() ? realms : options.get(setting);
    }

    private void warnOnce(ClientModel client, Problem problem) {
        String warning = "Client '" + client.getClientId() + "' of realm '" + client.getRealm().getName() + "': "
                + problem + "; the safer value is used";
        if (warned.size() < MAX_WARNINGS && warned.add(warning)) {
            LOG.warn(warning);
        }
    }

    @Override
    public SettingsProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return "attributes";
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        ProviderConfigurationBuilder options = ProviderConfigurationBuilder.create();
        Arrays.stream(Setting.values())
                .forEach(setting -> options.property()
                        .name(setting.option())
                        .type(ProviderConfigProperty.STRING_TYPE)
                        .helpText("Default of " + setting.attribute() + " for all realms.")
                        .add());
        return options.build();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
