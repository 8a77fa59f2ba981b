package io.refreshgrants.keycloak.settings;

import java.util.List;
import java.util.Set;
import org.keycloak.provider.ProviderConfigProperty;

/** A client's setting as Keycloak shows it to those who run the server. */
final class ServerOption {

    private ServerOption() {}

    static ProviderConfigProperty of(Setting<?> setting) {
        ProviderConfigProperty option = new ProviderConfigProperty(
                setting.option(),
                setting.explanation().label(),
                "Default of " + setting.attribute() + " for all realms. "
                        + setting.explanation().help().replace("`", ""),
                ProviderConfigProperty.STRING_TYPE,
                setting.absent().text());
        ValueType<?> type = setting.type();
        if (type instanceof ValueType.WholeNumber) {
            option.setType(ProviderConfigProperty.INTEGER_TYPE);
        } else if (type instanceof ValueType.Words<?> words) {
            boolean flag = words.meanings().keySet().equals(Set.of("true", "false"));
            option.setType(flag ? ProviderConfigProperty.BOOLEAN_TYPE : ProviderConfigProperty.LIST_TYPE);
            option.setOptions(flag ? List.of() : List.copyOf(words.meanings().keySet()));
        }
        return option;
    }
}
