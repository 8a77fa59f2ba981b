package io.refreshgrants.keycloak.settings;

import org.keycloak.provider.ProviderFactory;

/** Makes the {@link SettingsProvider}. */
public interface SettingsProviderFactory extends ProviderFactory<SettingsProvider> {}
