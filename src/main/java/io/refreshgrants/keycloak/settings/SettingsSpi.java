package io.refreshgrants.keycloak.settings;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code refresh-grants-settings}: the place of the server-wide defaults. */
public final class SettingsSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "refresh-grants-settings";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SettingsProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SettingsProviderFactory.class;
    }
}
