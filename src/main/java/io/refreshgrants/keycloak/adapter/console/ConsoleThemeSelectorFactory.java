package io.refreshgrants.keycloak.adapter.console;

import io.refreshgrants.keycloak.provider.Precedence;
import io.refreshgrants.keycloak.provider.StatelessFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.ThemeSelectorProvider;
import org.keycloak.theme.ThemeSelectorProviderFactory;

/** Stands beside Keycloak's selector, so that {@code --spi-theme-selector--provider=default} takes our pages away. */
public final class ConsoleThemeSelectorFactory
        implements ThemeSelectorProviderFactory, StatelessFactory<ThemeSelectorProvider> {

    @Override
    public ThemeSelectorProvider create(KeycloakSession session) {
        return new ConsoleThemeSelector(session);
    }

    @Override
    public String getId() {
        return ConsoleThemeSelector.THEME;
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
