package io.refreshgrants.keycloak.administration;

import io.refreshgrants.keycloak.settings.ClientSettings;
import io.refreshgrants.keycloak.settings.RealmSettings;
import io.refreshgrants.keycloak.settings.Setting;
import io.refreshgrants.keycloak.tenant.TenantAddress;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A setting that a change can be of.
 *
 * @param name its name
 * @param attribute what stores it
 * @param problem what is wrong with a value, as it goes on after the name; empty if nothing is
 */
public record SettingField(String name, String attribute, Function<String, Optional<String>> problem) {

    /** The tenant address, which is no setting of the settings' own room. */
    public static final SettingField DOMAIN =
            new SettingField("domain", TenantAddress.ATTRIBUTE, SettingField::problemOfDomain);

    /** A setting of an application. */
    static Optional<SettingField> ofClient(String name) {
        return named(name, ClientSettings.ALL.stream());
    }

    /** A setting of the realm, or its default for applications. */
    public static Optional<SettingField> ofRealm(String name) {
        return DOMAIN.name().equals(name)
                ? Optional.of(DOMAIN)
                : named(
                        name,
                        Stream.of(RealmSettings.LIMITS, RealmSettings.REQUESTS, ClientSettings.ALL)
                                .flatMap(settings -> settings.stream()));
    }

    private static Optional<SettingField> named(String name, Stream<Setting<?>> settings) {
        return settings.filter(setting -> setting.name().equals(name))
                .map(setting -> new SettingField(name, setting.attribute(), setting::problem))
                .findFirst();
    }

    private static Optional<String> problemOfDomain(String value) {
        try {
            return new TenantAddress(value).domain().isEmpty() ? Optional.of("is empty") : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("must be a host, with a port if it is not 443");
        }
    }
}
