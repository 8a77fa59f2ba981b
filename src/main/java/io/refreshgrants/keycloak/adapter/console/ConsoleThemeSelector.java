package io.refreshgrants.keycloak.adapter.console;

import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.DefaultThemeSelectorProvider;
import org.keycloak.theme.Theme;

/** Shows the console with our pages where Keycloak would show its own. An admin theme that somebody has chosen stays. */
final class ConsoleThemeSelector extends DefaultThemeSelectorProvider {

    /** The theme of {@code themes/refresh-grants}, whose parent is Keycloak's own. */
    static final String THEME = "refresh-grants";

    ConsoleThemeSelector(KeycloakSession session) {
        super(session);
    }

    @Override
    public String getDefaultThemeName(Theme.Type type) {
        String theme = super.getDefaultThemeName(type);
        return type == Theme.Type.ADMIN && theme.equals(DEFAULT_V2) ? THEME : theme;
    }
}
