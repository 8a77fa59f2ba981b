package io.refreshgrants.keycloak.settings;

import io.refreshgrants.keycloak.metrics.OneLine;
import io.refreshgrants.keycloak.settings.SettingsReader.Problem;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
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
            throw new IllegalArgumentException("spi-refresh-grants-settings--attributes: "
                    + reader.problems().get(0));
        }
    }

    @Override
    public RefreshTokenSettings of(ClientModel client) {
        RealmModel realm = client.getRealm();
        RefreshTokenSettings settings =
                limits(realm).applyTo(read(client, RefreshTokenSettings::read), client.isPublicClient());
        if (realm.isOfflineSessionMaxLifespanEnabled()) {
            Duration max = Duration.ofSeconds(realm.getOfflineSessionMaxLifespan());
            if (settings.tokenLifetime()
                    .filter(lifetime -> lifetime.compareTo(max) <= 0)
                    .isEmpty()) {
                warnOnce(
                        client,
                        "the realm's Offline Session Max ends refresh tokens after " + max.toSeconds()
                                + " seconds, before the application's settings do");
            }
        }
        return settings;
    }

    @Override
    public boolean oidcConformant(ClientModel client) {
        return read(client, RefreshTokenSettings::oidcConformant);
    }

    @Override
    public Set<Setting> registrable(RealmModel realm) {
        return limits(realm).registrable();
    }

    private RealmLimits limits(RealmModel realm) {
        SettingsReader reader = new SettingsReader(limit -> realm.getAttribute(limit.attribute()));
        RealmLimits limits = RealmLimits.read(reader);
        reader.problems()
                .forEach(problem ->
                        warnOnce("Realm '" + realm.getName() + "': " + problem + "; the safer value is used"));
        return limits;
    }

    @Override
    public boolean grantsDefaultScopes(ClientModel client) {
        return read(client, RefreshTokenSettings::grantsDefaultScopes);
    }

    private <T> T read(ClientModel client, Function<SettingsReader, T> what) {
        SettingsReader reader = new SettingsReader(setting -> value(client, setting));
        T settings = what.apply(reader);
        reader.problems().forEach(problem -> warnOnce(client, problem + "; the safer value is used"));
        return settings;
    }

    @Override
    public List<String> problems(ClientModel client) {
        SettingsReader reader = new SettingsReader(setting -> client.getAttribute(setting.attribute()));
        RefreshTokenSettings.read(reader);
        return reader.problems().stream().map(Problem::toString).toList();
    }

    private @Nullable String value(ClientModel client, Attribute setting) {
        String own = client.getAttribute(setting.attribute());
        if (own != null && !own.isBlank()) {
            return own;
        }
        String realms = client.getRealm().getAttribute(setting.attribute());
        return realms != null && !realms.isBlank() ? realms : options.get(setting);
    }

    private void warnOnce(ClientModel client, String what) {
        warnOnce("Client '" + client.getClientId() + "' of realm '"
                + client.getRealm().getName() + "': " + what);
    }

    private void warnOnce(String what) {
        String warning = OneLine.of(what);
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
