package io.refreshgrants.keycloak.rule.spi;

import java.util.List;
import org.keycloak.component.ComponentFactory;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Creates rules of one kind. Each rule of a realm is a component of type {@link RuleProvider} with this factory's id;
 * its configuration has the settings below besides the factory's own.
 *
 * @param <T> the type of rule
 * @since 26.0
 */
public interface RuleProviderFactory<T extends RuleProvider> extends ComponentFactory<T, RuleProvider> {

    /** Whether the rule runs: {@code true} (the default) or {@code false}. */
    String ENABLED = "enabled";

    /** The order of rules, ascending. Rules without one run last; rules with the same order run by name. */
    String ORDER = "order";

    /**
     * Client ids of the applications that the rule runs for; none means all. The setting follows a client whose client
     * id changes. Keycloak's internal ids also work.
     */
    String CLIENTS = "clients";

    /**
     * Creates the rule of a component. May be called several times in one request.
     *
     * @param session the request's session
     * @param model the component
     * @return the rule, which is closed after its evaluation
     */
    @Override
    T create(KeycloakSession session, ComponentModel model);

    /**
     * Tells when a rule runs. By default it runs with the rules.
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
                .helpText("Rules run in ascending order, those without one last, and all rules run before all actions.")
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .add()
                .property()
                .name(CLIENTS)
                .label("Clients")
                .helpText("Client ids of the applications that the rule runs for. Empty: all.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .add()
                .build();
    }

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
