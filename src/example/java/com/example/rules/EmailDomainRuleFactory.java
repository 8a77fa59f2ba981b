package com.example.rules;

import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Makes the rule from its component: {@code kcadm.sh create components -s providerId=email-domain …}. */
public final class EmailDomainRuleFactory implements RuleProviderFactory<EmailDomainRule> {

    private static final String DOMAIN = "domain";

    @Override
    public EmailDomainRule create(KeycloakSession session, ComponentModel model) {
        return new EmailDomainRule(model.get(DOMAIN));
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        if (model.get(DOMAIN) == null || model.get(DOMAIN).isBlank()) {
            throw new ComponentValidationException("A domain is expected");
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(DOMAIN)
                .label("Domain")
                .helpText("The e-mail domain of the users who may log in.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .required(true)
                .add()
                .build();
    }

    @Override
    public String getHelpText() {
        return "Lets only users of one e-mail domain have tokens.";
    }

    @Override
    public String getId() {
        return "email-domain";
    }

    @Override
    public void init(Config.Scope config) {}
}
