package io.refreshgrants.keycloak.settings;

import io.refreshgrants.keycloak.settings.Setting.Explanation;
import io.refreshgrants.keycloak.settings.SettingLayers.Layer;
import io.refreshgrants.keycloak.settings.SettingsReader.Problem;
import io.refreshgrants.keycloak.settings.StatedSetting.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** Settings in client attributes, with the realm's attributes and the server's options as their defaults. */
public final class AttributeSettingsFactory implements SettingsProviderFactory, SettingsProvider {

    /** By name: a whole setting would be hashed anew for each that a request reads. */
    private final Map<String, String> options = new HashMap<>();

    private final Warnings warnings = new Warnings();

    @Override
    public void init(Config.Scope config) {
        for (Setting<?> setting : ClientSettings.ALL) {
            String value = config.get(setting.option());
            if (value != null) {
                options.put(setting.name(), value);
            }
        }
        List<Problem> problems =
                new SettingsReader(setting -> options.get(setting.name())).problems(ClientSettings.ALL);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("spi-refresh-grants-settings--attributes: " + problems.get(0));
        }
    }

    @Override
    public RefreshTokenSettings of(ClientModel client) {
        RealmModel realm = client.getRealm();
        RefreshTokenSettings settings = read(client, RefreshTokenSettings::read)
                .within(read(realm, RealmLimits::read), client.isPublicClient());
        if (realm.isOfflineSessionMaxLifespanEnabled()
                && !settings.lifetimes().endWithin(Duration.ofSeconds(realm.getOfflineSessionMaxLifespan()))) {
            warnings.of(
                    client,
                    "the realm's Offline Session Max ends refresh tokens after " + realm.getOfflineSessionMaxLifespan()
                            + " seconds, before the application's settings do");
        }
        return settings;
    }

    @Override
    public <T> T of(ClientModel client, Setting<T> setting) {
        return read(client, reader -> reader.get(setting));
    }

    @Override
    public <T> T of(RealmModel realm, Setting<T> setting) {
        return read(realm, reader -> reader.get(setting));
    }

    private <T> T read(RealmModel realm, Function<SettingsReader, T> what) {
        SettingsReader reader = new SettingsReader(setting -> realm.getAttribute(setting.attribute()));
        T settings = what.apply(reader);
        warnings.of(realm, reader.problems());
        return settings;
    }

    private <T> T read(ClientModel client, Function<SettingsReader, T> what) {
        SettingsReader reader = new SettingsReader(setting -> value(client, setting));
        T settings = what.apply(reader);
        warnings.of(client, reader.problems());
        return settings;
    }

    @Override
    public List<String> problems(ClientModel client) {
        return new SettingsReader(setting -> client.getAttribute(setting.attribute()))
                .problems(ClientSettings.ALL).stream().map(Problem::toString).toList();
    }

    @Override
    public List<StatedSetting> stated(ClientModel client) {
        SettingLayers layers = new SettingLayers(List.of(
                new Layer(Source.CLIENT, setting -> client.getAttribute(setting.attribute())),
                new Layer(Source.REALM, setting -> client.getRealm().getAttribute(setting.attribute())),
                new Layer(Source.SERVER, setting -> options.get(setting.name()))));
        return ClientSettings.ALL.stream().map(layers::of).toList();
    }

    @Override
    public List<StatedSetting> stated(RealmModel realm, List<Setting<?>> settings) {
        SettingLayers layers = new SettingLayers(List.of(
                new Layer(Source.REALM, setting -> realm.getAttribute(setting.attribute())),
                new Layer(
                        Source.SERVER,
                        setting -> setting.level() == Setting.Level.CLIENT ? options.get(setting.name()) : null)));
        return settings.stream().map(layers::of).toList();
    }

    private @Nullable String value(ClientModel client, Setting<?> setting) {
        String own = client.getAttribute(setting.attribute());
        if (own != null && !own.isBlank()) {
            return own;
        }
        String realms = client.getRealm().getAttribute(setting.attribute());
        return realms != null && !realms.isBlank() ? realms : options.get(setting.name());
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
        return ClientSettings.ALL.stream()
                .map(AttributeSettingsFactory::property)
                .toList();
    }

    private static <T> ProviderConfigProperty property(Setting<T> setting) {
        Explanation asDefault = new Explanation(
                setting.explanation().label(),
                "Default of " + setting.attribute() + " for all realms. "
                        + setting.explanation().help());
        return new ConfigKey<>(setting.option(), setting.type(), Optional.of(setting.absent()), asDefault).property();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
