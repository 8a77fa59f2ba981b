package io.refreshgrants.keycloak.rule.spi;

import java.util.List;
import org.keycloak.component.ComponentFactory;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Makes the rules of one kind. Each rule of a realm is a component of type {@link RuleProvider} with this factory's id;
 * its configuration has the settings below beside those of its own.
 *
 * @param <T> the kind of rule
 * @since 26.0
 */
public interface RuleProviderFactory<T extends RuleProvider> extends ComponentFactory<T, RuleProvider> {

    /** Whether the rule runs: {@code true}, the default, or {@code false}. */
    String ENABLED = "enabled";

    /** Rules run by ascending order, those without one last; those of the same order by name. */
    String ORDER = "order";

    /**
     * Client ids of the only applications the rule runs for; none for all. They follow a client that gets another one;
     * Keycloak's internal ids are good, too.
     */
    String CLIENTS = "clients";

    /**
     * Makes the rule of a component. It may be asked several times in one request.
     *
     * @param session the request's session
     * @param model the component
     * @return the rule, which is closed when it has been asked
     */
    @Override
    T create(KeycloakSession session, ComponentModel model);

    /**
     * Says when a rule runs: with the rules, unless a factory says otherwise.
     *
     * @param model the rule's component
     * @return its phase
     */
    default Phase phase(ComponentModel model) {
        return Phase.RULES;
    }

    @Override
    default List<ProviderConfigProperty> getCommonProviderConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(ENABLED)
                .label("Enabled")
                .helpText("Whether the rule runs.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue("true")
                .add()
                .property()
                .name(ORDER)
                .label("Order")
                .helpText("Rules run by ascending order, those without one last, and all rules before all actions.")
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .add()
                .property()
                .name(CLIENTS)
                .label("Clients")
                .helpText("Client ids of the only applications the rule runs for. None: all.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .add()
                .build();
    }

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
