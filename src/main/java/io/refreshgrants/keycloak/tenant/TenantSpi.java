package io.refreshgrants.keycloak.tenant;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code refresh-grants-tenant}: which realm is served at which host. */
public final class TenantSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "refresh-grants-tenant";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return TenantDirectory.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return TenantDirectoryFactory.class;
    }
}
