package io.refreshgrants.keycloak.rule.contract;

import io.refreshgrants.keycloak.rule.ConfigurationComponent;
import io.refreshgrants.keycloak.rule.InvalidComponent;
import io.refreshgrants.keycloak.rule.RenamedClients;
import io.refreshgrants.keycloak.rule.spi.Phase;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Stores the configuration of a realm's scripts as a component next to them. Not a rule itself. */
public final class ConfigurationFactory implements RuleProviderFactory<RuleProvider> {

    @Override
    public Phase phase(ComponentModel model) {
        return Phase.NEVER;
    }

    @Override
    public RuleProvider create(KeycloakSession session, ComponentModel model) {
        return issuance -> {};
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        try {
            RealmConfiguration.of(model);
        } catch (IllegalArgumentException e) {
            throw InvalidComponent.because(String.valueOf(e.getMessage()));
        }
        boolean another = realm.getComponentsStream(realm.getId(), RuleProvider.class.getName())
                .anyMatch(other -> ConfigurationComponent.PROVIDER_ID.equals(other.getProviderId())
                        && !other.getId().equals(model.getId()));
        if (another) {
            throw InvalidComponent.because("The realm already has a configuration for its rules");
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(ConfigurationComponent.VALUES)
                .label("Values")
                .helpText("Values of 'configuration' in rules and 'event.secrets' in actions: a JSON object of texts.")
                .type(ProviderConfigProperty.TEXT_TYPE)
                .add()
                .property()
                .name(ConfigurationComponent.SECRETS)
                .label("Secrets")
                .helpText("Values of the same kind that are not shown again once saved: a JSON object of texts.")
                .type(ProviderConfigProperty.PASSWORD)
                .secret(true)
                .add()
                .property()
                .name(RealmConfiguration.APP_METADATA)
                .label("App metadata attributes")
                .helpText(
                        "User attributes that scripts see as app_metadata; all others are user_metadata. A name that ends"
                                + " in * is a prefix, which scripts do not see.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .defaultValue(RealmConfiguration.DEFAULT_APP_METADATA)
                .add()
                .property()
                .name(RealmConfiguration.CONNECTION)
                .label("Connection")
                .helpText("The name that scripts see as the connection of users stored in Keycloak itself.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .defaultValue(RealmConfiguration.DEFAULT_CONNECTION)
                .add()
                .build();
    }

    @Override
    public String getHelpText() {
        return "The configuration of the realm's rules and actions.";
    }

    @Override
    public String getId() {
        return ConfigurationComponent.PROVIDER_ID;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        RenamedClients.follow(factory);
    }
}
