package io.refreshgrants.keycloak.rule.contract;

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
                .anyMatch(other -> RealmConfiguration.PROVIDER_ID.equals(other.getProviderId())
                        && !other.getId().equals(model.getId()));
        if (another) {
            throw InvalidComponent.because("The realm has a configuration for its rules already");
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(RealmConfiguration.VALUES)
                .label("Values")
                .helpText("What rules find in 'configuration' and actions in 'event.secrets': a JSON object of texts.")
                .type(ProviderConfigProperty.TEXT_TYPE)
                .add()
                .property()
                .name(RealmConfiguration.SECRETS)
                .label("Secrets")
                .helpText("The same for what must not be shown again: a JSON object of texts.")
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
                .helpText("What scripts see as the connection of users who are kept in Keycloak itself.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .defaultValue(RealmConfiguration.DEFAULT_CONNECTION)
                .add()
                .build();
    }

    @Override
    public String getHelpText() {
        return "What the rules and actions of the realm are configured with.";
    }

    @Override
    public String getId() {
        return RealmConfiguration.PROVIDER_ID;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        RenamedClients.follow(factory);
    }
}
