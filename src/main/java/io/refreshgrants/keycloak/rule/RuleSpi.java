package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code refresh-grants-rule}. */
public final class RuleSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "refresh-grants-rule";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return RuleProvider.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return RuleProviderFactory.class;
    }
}
